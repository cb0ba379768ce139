package dev.tidings.client.stream;

import dev.tidings.client.internal.SerialExecutor;
import dev.tidings.client.json.Json;
import dev.tidings.client.problem.ProblemException;
import dev.tidings.client.problem.TidingsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What was said on the connection of the moment, until it is answered. Confined to the stream's loop; the futures complete on
 * the executor, so that what hangs on them holds up nothing.
 */
final class Publishes {

    /** More than the server takes in five seconds. */
    private static final int MAX_UNANSWERED = 100;

    private final SerialExecutor loop;
    private final Executor executor;
    private final Map<Long, CompletableFuture<Long>> unanswered = new HashMap<>();

    Publishes(SerialExecutor loop, Executor executor) {
        this.loop = loop;
        this.executor = executor;
    }

    /** False where so many wait already that this one fails. */
    boolean begin(long ref, CompletableFuture<Long> answer) {
        assert loop.isInside();
        if (unanswered.size() >= MAX_UNANSWERED) {
            fail(answer, new TidingsException(MAX_UNANSWERED + " publishes are not answered yet"));
            return false;
        }
        unanswered.put(ref, answer);
        return true;
    }

    void published(Json message) {
        CompletableFuture<Long> answer = answerTo(message);
        if (answer != null) {
            long offset = message.get("offset").integer().orElse(Position.NOTHING);
            executor.execute(() -> answer.complete(offset));
        }
    }

    /** Whether it was one of these that was refused. */
    boolean refused(Json message) {
        CompletableFuture<Long> answer = answerTo(message);
        if (answer == null) {
            return false;
        }
        fail(answer, ProblemException.ofMessage("publish", message));
        return true;
    }

    /** Nobody will answer these any more. */
    void connectionIsGone() {
        assert loop.isInside();
        List<CompletableFuture<Long>> lost = List.copyOf(unanswered.values());
        unanswered.clear();
        for (CompletableFuture<Long> answer : lost) {
            fail(
                    answer,
                    new TidingsException(
                            "the connection ended before the answer: whether it was published is not known"));
        }
    }

    /** No connection is there to say it on. */
    void notConnected(CompletableFuture<Long> answer) {
        fail(answer, new TidingsException("the stream is not connected: nothing was published"));
    }

    private CompletableFuture<Long> answerTo(Json message) {
        assert loop.isInside();
        var ref = message.get("ref").integer();
        return ref.isPresent() ? unanswered.remove(ref.getAsLong()) : null;
    }

    private void fail(CompletableFuture<Long> answer, Throwable failure) {
        executor.execute(() -> answer.completeExceptionally(failure));
    }
}
