package dev.tidings.auth.revocation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.revocation.Revocation;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shapes;
import java.util.Optional;

/** Whose tokens count no more: a user's, or one session's of theirs. */
record RevocationRequest(String user, Optional<String> session) {

    private static final int MAX_SESSION = 64;

    /** Throws {@code validation} with all faults. */
    static RevocationRequest read(JsonNode json) {
        Fields body = Fields.of(json);
        String user = body.required("user", Shapes.user());
        Optional<String> session = body.optional(
                "session",
                Shapes.text(MAX_SESSION).where(Revocation::isSession, "must be a token's sid: of A-Z a-z 0-9 _ -"));
        body.done();
        return new RevocationRequest(user, session);
    }
}
