package dev.tidings.notifications.feed;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.store.StoreFailure;
import dev.tidings.notifications.store.StoreGuard;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** The database as the feed asks it: an answer in time, or the refusal. Event loop. */
@ApplicationScoped
public class Store {

    private sealed interface Answer<T> {
        record Given<T>(T value) implements Answer<T> {}

        record Refused<T>(ProblemException refusal) implements Answer<T> {}
    }

    private final StoreGuard guard;

    Store(StoreGuard guard) {
        this.guard = guard;
    }

    /** A refusal that the question itself comes to is passed on. */
    public <T> Uni<T> guarded(Uni<T> question) {
        Uni<Answer<T>> answer = question.<Answer<T>>map(Answer.Given::new)
                .onFailure(ProblemException.class)
                .recoverWithItem(refusal -> new Answer.Refused<>(refusal));
        return guard.guarded(answer, late -> {})
                .onFailure(StoreFailure.class)
                .transform(failure -> unavailable())
                .map(given -> switch (given) {
                    case Answer.Given<T>(T value) -> value;
                    case Answer.Refused<T>(ProblemException refusal) -> throw refusal;
                });
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                ProblemCode.STORE_UNAVAILABLE,
                "The feed can't be read at the moment; live events go on.",
                List.of(),
                Map.of("Retry-After", "2"));
    }
}
