package dev.tidings.client.internal;

import dev.tidings.client.problem.ProblemException;
import dev.tidings.client.problem.UnreachableException;
import dev.tidings.client.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes a call again until it is answered or its time is over. What may have been done is made again only where that does no
 * harm. Immutable; safe for use by any thread.
 */
public final class Retries {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** With these nothing was done. */
    private static final Set<String> NOTHING_DONE =
            Set.of("rate-limited", "over-capacity", "store-unavailable", "draining", "idempotency-running");

    private final Executor executor;
    private final Duration patience;

    public Retries(Executor executor, Duration patience) {
        this.executor = executor;
        this.patience = patience;
    }

    /** Answers with 2xx, or fails by {@link ProblemException} or {@link UnreachableException}. */
    public CompletableFuture<Transport.Response> send(
            Transport.Request request, boolean repeatable, Supplier<CompletableFuture<Transport.Response>> attempt) {
        long deadline = System.nanoTime() + patience.toNanos();
        Backoff backoff = new Backoff(FIRST, LONGEST, ThreadLocalRandom.current());
        return new Call(request, repeatable, attempt, deadline, backoff).attempt();
    }

    private final class Call {

        private final Transport.Request request;
        private final boolean repeatable;
        private final Supplier<CompletableFuture<Transport.Response>> attempt;
        private final long deadline;
        private final Backoff backoff;

        Call(
                Transport.Request request,
                boolean repeatable,
                Supplier<CompletableFuture<Transport.Response>> attempt,
                long deadline,
                Backoff backoff) {
            this.request = request;
            this.repeatable = repeatable;
            this.attempt = attempt;
            this.deadline = deadline;
            this.backoff = backoff;
        }

        CompletableFuture<Transport.Response> attempt() {
            return attempt.get().handle(this::judge).thenCompose(Function.identity());
        }

        private CompletableFuture<Transport.Response> judge(Transport.Response answer, Throwable failure) {
            if (failure != null) {
                Throwable cause = Threads.causeOf(failure);
                // Also a bug of a transport: it comes out as what it is, but is not tried again.
                boolean again = cause instanceof ConnectException || (repeatable && cause instanceof IOException);
                return again
                        ? againUnlessLate(Optional.empty(), unreachable(cause))
                        : CompletableFuture.failedFuture(unreachable(cause));
            }
            if (answer.status() / 100 == 2) {
                return CompletableFuture.completedFuture(answer);
            }
            ProblemException problem = ProblemException.of(request.uri().getPath(), answer);
            return isWorthAnother(problem)
                    ? againUnlessLate(problem.retryAfter(), problem)
                    : CompletableFuture.failedFuture(problem);
        }

        private boolean isWorthAnother(ProblemException problem) {
            return switch (problem.status()) {
                case 429 -> true;
                case 409, 503 -> NOTHING_DONE.contains(problem.code()) || (repeatable && problem.status() == 503);
                case 408, 500, 502, 504 -> repeatable;
                default -> false;
            };
        }

        private CompletableFuture<Transport.Response> againUnlessLate(Optional<Duration> asked, Throwable failure) {
            Duration jittered = backoff.next();
            // On top of what the server asked for, or all whom it asked would come at once.
            Duration wait = asked.map(jittered::plus).orElse(jittered);
            if (System.nanoTime() + wait.toNanos() - deadline > 0) {
                return CompletableFuture.failedFuture(failure);
            }
            CompletableFuture<Transport.Response> later = new CompletableFuture<>();
            Threads.after(
                    wait,
                    executor,
                    () -> attempt().whenComplete((answer, again) -> {
                        if (again == null) {
                            later.complete(answer);
                        } else {
                            later.completeExceptionally(again);
                        }
                    }));
            return later;
        }

        private Throwable unreachable(Throwable cause) {
            return cause instanceof IOException
                    ? new UnreachableException(request.uri().resolve("/").toString(), cause)
                    : cause;
        }
    }
}
