package dev.tidings.notifications.publish;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Bounds the bodies of the batches that are being published: each takes several times its size while it is read, and stays
 * until the log has it. Safe for use by any thread.
 */
@ApplicationScoped
class BatchRoom {

    private final AtomicLong bytes = new AtomicLong();
    private final long max;

    BatchRoom(PublishConfig config, MeterRegistry metrics) {
        this.max = config.maxBatchBytes().asLongValue();
        metrics.gauge("tidings.notifications.batch.bytes", bytes);
    }

    /** The work, if there is room for so much; else the refusal, and nothing is done. */
    <T> Uni<T> within(int size, Supplier<Uni<T>> work) {
        if (bytes.addAndGet(size) > max) {
            bytes.addAndGet(-size);
            return Uni.createFrom()
                    .failure(new ProblemException(
                            ProblemCode.OVER_CAPACITY,
                            "Other batches are being published; nothing of this one was.",
                            List.of(),
                            Map.of("Retry-After", "1")));
        }
        return Uni.createFrom().deferred(work::get).onTermination().invoke(() -> bytes.addAndGet(-size));
    }
}
