package dev.tidings.edge.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;

/** What delivering is counted by. Safe for use by every event loop at once. */
@Singleton
final class DeliveryMeters {

    private final Counter delivered;
    private final LongAdder subscriptions = new LongAdder();

    @Inject
    DeliveryMeters(MeterRegistry meters) {
        this.delivered = Counter.builder("tidings.edge.deliveries")
                .description("Events written to a socket")
                .register(meters);
        meters.gauge("tidings.edge.subscriptions", subscriptions, LongAdder::sum);
    }

    /** Called once for many: the counter is every event loop's. */
    void delivered(int events) {
        delivered.increment(events);
    }

    void subscriptionBegan() {
        subscriptions.increment();
    }

    void subscriptionEnded() {
        subscriptions.decrement();
    }
}
