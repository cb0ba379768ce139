package dev.tidings.notifications.preferences;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.EventLoop;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What one user writes happens one after the other, here before a connection is taken: waiting in the database for each other,
 * twenty calls of one user would hold all connections of the instance. On the event loops of those who call; safe for all of
 * them.
 */
@ApplicationScoped
class Turns {

    /** Of one user; nobody has so many devices that change their mind at once. */
    private static final int MAX_WAITING = 20;

    /** By user, while one is at it: those that wait. */
    private final Map<String, Queue<Runnable>> lines = new ConcurrentHashMap<>();

    /** Fails with {@code rate-limited} where too many wait, and as the work does. */
    <T> Uni<T> take(String user, Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(out -> {
            Executor here = EventLoop.current();
            Runnable turn = () -> here.execute(() -> Uni.createFrom()
                    .deferred(work::get)
                    .onTermination()
                    .invoke(() -> next(user))
                    .subscribe()
                    .with(out::complete, out::fail));
            if (!enter(user, turn)) {
                out.fail(new ProblemException(
                        ProblemCode.RATE_LIMITED,
                        "Others of your changes are still being made; nothing of this one was.",
                        List.of(),
                        Map.of("Retry-After", "1")));
            }
        });
    }

    private boolean enter(String user, Runnable turn) {
        boolean[] entered = {true};
        lines.compute(user, (same, line) -> {
            if (line == null) {
                turn.run();
                return new ArrayDeque<>();
            }
            entered[0] = line.size() < MAX_WAITING && line.add(turn);
            return line;
        });
        return entered[0];
    }

    private void next(String user) {
        lines.computeIfPresent(user, (same, line) -> {
            Runnable turn = line.poll();
            if (turn == null) {
                return null;
            }
            turn.run();
            return line;
        });
    }
}
