package dev.tidings.notifications.publish;

import dev.tidings.problems.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What became of the calls. Safe for use by any thread. */
@ApplicationScoped
class PublishMetrics {

    private final MeterRegistry registry;
    private final Counter accepted;
    private final Counter records;

    PublishMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.accepted = registry.counter("tidings.notifications.accepted");
        this.records = registry.counter("tidings.notifications.records");
    }

    void accepted(int channels) {
        accepted.increment();
        records.increment(channels);
    }

    void refused(ProblemException refusal) {
        registry.counter("tidings.notifications.refused", "code", refusal.code().code())
                .increment();
    }
}
