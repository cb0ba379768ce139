package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes what one poll brought: all partitions at once, each its own transaction, which fails alone; then says who waits
 * for it that it is there, and tells the users. Safe for use by any thread.
 */
@ApplicationScoped
class BatchWriter {

    /** For the writes of one batch; what comes after them has its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SliceStore store;
    private final Touched touched;
    private final ViewProgress progress;
    private final ProjectionMetrics metrics;
    private final ProjectionConfig config;

    BatchWriter(
            SliceStore store,
            Touched touched,
            ViewProgress progress,
            ProjectionMetrics metrics,
            ProjectionConfig config) {
        this.store = store;
        this.touched = touched;
        this.progress = progress;
        this.metrics = metrics;
        this.config = config;
    }

    /**
     * The partitions that have to be read again, and why: they are not written, or their users were neither told nor noted.
     * Fails where all have to be: the writes took too long.
     */
    Uni<Map<TopicPartition, Throwable>> write(Map<TopicPartition, Slice> slices) {
        List<Uni<Optional<Throwable>>> writes = slices.values().stream()
                .map(slice -> store.write(slice)
                        .invoke(() -> written(slice))
                        .map(done -> Optional.<Throwable>empty())
                        .onFailure()
                        .recoverWithItem(Optional::of))
                .toList();
        return Uni.join()
                .all(writes)
                .usingConcurrencyOf(config.writers())
                .andFailFast()
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new TimeoutException("not written within " + PATIENCE))
                .chain(failures -> tell(slices, failures));
    }

    private void written(Slice slice) {
        metrics.written(slice);
        progress.reached(slice.generation().number(), slice.partition(), Math.max(slice.next(), slice.to()));
    }

    private Uni<Map<TopicPartition, Throwable>> tell(
            Map<TopicPartition, Slice> slices, List<Optional<Throwable>> failures) {
        Map<TopicPartition, Throwable> failed = new HashMap<>();
        Set<AppChannel> users = new HashSet<>();
        Iterator<Optional<Throwable>> failure = failures.iterator();
        slices.forEach((partition, slice) ->
                failure.next().ifPresentOrElse(why -> failed.put(partition, why), () -> users.addAll(slice.users())));
        if (users.isEmpty()) {
            return Uni.createFrom().item(failed);
        }
        return Uni.createFrom()
                .completionStage(() -> touched.users(users))
                .map(told -> failed)
                .onFailure()
                .recoverWithItem(why -> {
                    slices.keySet().forEach(partition -> failed.putIfAbsent(partition, why));
                    return failed;
                });
    }
}
