package dev.tidings.notifications.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much got into the view, and how much waits to. Any thread. */
@ApplicationScoped
class ProjectionMetrics {

    private final Counter slices;
    private final Counter events;
    private final Counter failures;
    private final AtomicLong lag = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();

    ProjectionMetrics(MeterRegistry registry) {
        this.slices = registry.counter("tidings.projection.batches");
        this.events = registry.counter("tidings.projection.events");
        this.failures = registry.counter("tidings.projection.failures");
        registry.gauge("tidings.projection.lag", lag);
        registry.gauge("tidings.projection.partitions.waiting", waiting);
    }

    void written(Slice slice) {
        slices.increment();
        events.increment(slice.fresh().size());
    }

    /**
     * @param partitions that have no place: of them it isn't known how much is to be read
     * @param records that the other partitions have, and the view has not
     */
    void waits(int partitions, long records) {
        waiting.set(partitions);
        lag.set(records);
    }

    void failed() {
        failures.increment();
    }
}
