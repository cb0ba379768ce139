package dev.tidings.notifications.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** How much got into the view. Any thread. */
@ApplicationScoped
class ProjectionMetrics {

    private final Counter slices;
    private final Counter events;
    private final Counter failures;

    ProjectionMetrics(MeterRegistry registry) {
        this.slices = registry.counter("tidings.projection.batches");
        this.events = registry.counter("tidings.projection.events");
        this.failures = registry.counter("tidings.projection.failures");
    }

    void written(Slice slice) {
        slices.increment();
        events.increment(slice.fresh().size());
    }

    void failed() {
        failures.increment();
    }
}
