package dev.tidings.notifications.access;

import dev.tidings.contract.origin.OriginPolicy;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.revocation.Revocations;
import dev.tidings.contract.token.TokenVerifier;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which user calls: the one of the connection token, which must not have expired, nor be revoked, nor come from a page that
 * is not the app's. Event loop.
 */
@ApplicationScoped
public class UserCallers {

    private final TokenVerifier verifier;
    private final OriginPolicy origins;
    private final Revocations revocations;
    private final RevocationReader reader;

    UserCallers(TokenVerifier verifier, OriginPolicy origins, Revocations revocations, RevocationReader reader) {
        this.verifier = verifier;
        this.origins = origins;
        this.revocations = revocations;
        this.reader = reader;
    }

    /** The caller, on the event loop this is called on; or the refusal. */
    public Uni<UserCaller> require(HttpHeaders headers) {
        Optional<String> origin = Optional.ofNullable(headers.getHeaderString(CrossOrigin.ORIGIN));
        return Bearer.check(
                        headers.getRequestHeader(HttpHeaders.AUTHORIZATION), "connection token", verifier::connection)
                .map(UserCaller::of)
                .invoke(caller -> admit(caller, origin));
    }

    private void admit(UserCaller caller, Optional<String> origin) {
        if (!origins.allows(caller.app(), origin)) {
            throw new ProblemException(ProblemCode.ORIGIN_REFUSED, "Add the page's origin to the app's list.");
        }
        if (!reader.complete()) {
            throw new ProblemException(
                    ProblemCode.LOG_UNAVAILABLE,
                    "This instance has not read yet who is revoked.",
                    List.of(),
                    Map.of("Retry-After", "2"));
        }
        if (revocations.isRevoked(caller.app(), caller.user(), caller.session(), caller.issuedAt())) {
            throw new ProblemException(ProblemCode.REVOKED, "Sign in again.");
        }
    }
}
