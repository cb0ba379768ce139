package dev.tidings.notifications.access;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.token.Scope;
import dev.tidings.contract.token.ServiceToken;
import dev.tidings.contract.token.TokenVerifier;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Which backend calls. Its token's app is the app of all it does: no body ever names one. Event loop. */
@ApplicationScoped
public class ServiceCallers {

    private final TokenVerifier verifier;

    ServiceCallers(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /** The caller, if the {@code Authorization} headers hold a service token with that scope. Fails with the refusal. */
    public Uni<ServiceToken> require(Scope scope, List<String> authorization) {
        return Bearer.check(authorization, "service token", verifier::service)
                .invoke(token -> requireScope(token, scope));
    }

    private static void requireScope(ServiceToken token, Scope scope) {
        if (!token.scopes().contains(scope)) {
            throw new ProblemException(ProblemCode.SCOPE_MISSING, "This needs the scope " + scope.text() + ".");
        }
    }
}
