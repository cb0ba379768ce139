package dev.tidings.notifications.access;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.token.Scope;
import dev.tidings.contract.token.ServiceToken;
import dev.tidings.contract.token.TokenVerifier;
import dev.tidings.contract.token.Verdict;
import dev.tidings.notifications.EventLoop;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.credentials.Credentials;
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
        return switch (Credentials.of(authorization)) {
            case Credentials.Missing() ->
                refused(ProblemCode.TOKEN_MISSING, "Send a service token: Authorization: Bearer <token>.");
            case Credentials.Unreadable() -> invalid();
            case Credentials.Basic _ -> invalid();
            case Credentials.Bearer(String token) ->
                Uni.createFrom()
                        .completionStage(verifier.service(token))
                        .emitOn(EventLoop.current())
                        .map(verdict -> accepted(verdict, scope));
        };
    }

    private static ServiceToken accepted(Verdict<ServiceToken> verdict, Scope scope) {
        return switch (verdict) {
            case Verdict.Refused<ServiceToken>(ProblemCode code) ->
                throw new ProblemException(code, code.title() + ".");
            case Verdict.Accepted<ServiceToken>(ServiceToken token)
            when token.scopes().contains(scope) -> token;
            case Verdict.Accepted<ServiceToken> _ ->
                throw new ProblemException(ProblemCode.SCOPE_MISSING, "This needs the scope " + scope.text() + ".");
        };
    }

    private static <T> Uni<T> invalid() {
        return refused(ProblemCode.TOKEN_INVALID, "Authorization has to be: Bearer <service token>.");
    }

    private static <T> Uni<T> refused(ProblemCode code, String detail) {
        return Uni.createFrom().failure(new ProblemException(code, detail));
    }
}
