package dev.tidings.notifications.projection;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Slices that are on their way into the database, while the projector reads on. Of its thread. */
final class Writing {

    /** For one batch, and its badges: both end by themselves before. Kafka waits for the next poll for five minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Map<TopicPartition, Slice> slices;
    private final CompletableFuture<Map<TopicPartition, Throwable>> failed;

    private Writing(Map<TopicPartition, Slice> slices, CompletableFuture<Map<TopicPartition, Throwable>> failed) {
        this.slices = slices;
        this.failed = failed;
    }

    static Writing nothing() {
        return new Writing(Map.of(), CompletableFuture.completedFuture(Map.of()));
    }

    /** Begins to write. */
    static Writing of(Map<TopicPartition, Slice> slices, Uni<Map<TopicPartition, Throwable>> work) {
        return new Writing(slices, work.subscribeAsCompletionStage());
    }

    Map<TopicPartition, Slice> slices() {
        return slices;
    }

    /** Waits until it is over. The partitions that have to be read again, and why: all, where it takes too long. */
    Map<TopicPartition, Throwable> failures() {
        try {
            return failed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return all(e);
        } catch (ExecutionException e) {
            return all(e.getCause());
        } catch (TimeoutException e) {
            failed.cancel(true);
            return all(e);
        }
    }

    private Map<TopicPartition, Throwable> all(Throwable why) {
        return slices.keySet().stream().collect(Collectors.toMap(Function.identity(), partition -> why));
    }
}
