package dev.tidings.problems;

import dev.tidings.contract.problem.ProblemCode;
import java.util.Optional;

/** What a 401 has to say in {@code WWW-Authenticate} (RFC 6750), unless the refusal says it itself. */
final class Challenge {

    private static final String HEADER = "WWW-Authenticate";
    private static final String BEARER = "Bearer realm=\"tidings\"";

    private Challenge() {}

    static Optional<String> of(ProblemException refusal) {
        if (refusal.headers().containsKey(HEADER)) {
            return Optional.empty();
        }
        if (refusal.code() == ProblemCode.SCOPE_MISSING) {
            return Optional.of(BEARER + ", error=\"insufficient_scope\"");
        }
        if (refusal.code().status() != 401) {
            return Optional.empty();
        }
        // One who sent nothing is told how to ask, not what was wrong.
        return Optional.of(refusal.code() == ProblemCode.TOKEN_MISSING ? BEARER : BEARER + ", error=\"invalid_token\"");
    }
}
