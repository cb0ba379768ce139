package dev.tidings.notifications.access;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.token.Verdict;
import dev.tidings.notifications.EventLoop;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.credentials.Credentials;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The token of an {@code Authorization: Bearer}, checked. */
final class Bearer {

    private Bearer() {}

    /**
     * What the token says, on the event loop that this is called on; or the refusal.
     *
     * @param kind what to ask for where there is none: {@code service token}
     */
    static <T> Uni<T> check(
            List<String> authorization, String kind, Function<String, CompletionStage<Verdict<T>>> verifier) {
        return switch (Credentials.of(authorization)) {
            case Credentials.Missing() ->
                refused(ProblemCode.TOKEN_MISSING, "Send a " + kind + ": Authorization: Bearer <token>.");
            case Credentials.Unreadable(), Credentials.Basic _ ->
                refused(ProblemCode.TOKEN_INVALID, "Authorization has to be: Bearer <" + kind + ">.");
            case Credentials.Bearer(String token) ->
                Uni.createFrom()
                        .completionStage(verifier.apply(token))
                        .emitOn(EventLoop.current())
                        .map(Bearer::accepted);
        };
    }

    private static <T> T accepted(Verdict<T> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<T>(T token) -> token;
            case Verdict.Refused<T>(ProblemCode code) -> throw new ProblemException(code, code.title() + ".");
        };
    }

    private static <T> Uni<T> refused(ProblemCode code, String detail) {
        return Uni.createFrom().failure(new ProblemException(code, detail));
    }
}
