package dev.tidings.auth.client;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.token.Scope;
import dev.tidings.problems.ProblemException;
import java.util.Set;

/** Who calls, proven by a service token or a client's own credentials, and for which app. Immutable. */
public record Caller(String app, String client, Set<Scope> scopes) {

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public Caller require(Scope scope) {
        if (!scopes.contains(scope)) {
            throw new ProblemException(ProblemCode.SCOPE_MISSING, "This needs the scope " + scope.text() + ".");
        }
        return this;
    }
}
