package dev.tidings.edge.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What delivering is counted by. Safe for use by every event loop at once. */
@Singleton
final class DeliveryMeters {

    private final Counter delivered;
    private final Counter bytes;
    private final Timer latency;
    private final LongAdder subscriptions = new LongAdder();

    @Inject
    DeliveryMeters(MeterRegistry meters) {
        this.delivered = Counter.builder("tidings.edge.deliveries")
                .description("Events written to a socket")
                .register(meters);
        this.bytes = Counter.builder("tidings.edge.delivered.bytes")
                .description("What those events were in bytes, without their frames")
                .register(meters);
        this.latency = Timer.builder("tidings.edge.delivery.latency")
                .description(
                        "From the oldest record of a batch, written to the log, to the batch written to an event loop's sockets")
                .serviceLevelObjectives(
                        millis(1),
                        millis(2),
                        millis(5),
                        millis(10),
                        millis(20),
                        millis(50),
                        millis(100),
                        millis(200),
                        millis(500),
                        millis(1_000),
                        millis(2_000),
                        millis(5_000),
                        millis(10_000))
                .register(meters);
        meters.gauge("tidings.edge.subscriptions", subscriptions, LongAdder::sum);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    /** Called once for many: the counters are every event loop's. */
    void delivered(Tally tally) {
        delivered.increment(tally.events());
        bytes.increment((double) tally.bytes());
    }

    /** Once a batch: its oldest record waited longest. */
    void batchDelivered(long since) {
        latency.record(Math.max(0, System.currentTimeMillis() - since), TimeUnit.MILLISECONDS);
    }

    void subscriptionBegan() {
        subscriptions.increment();
    }

    void subscriptionEnded() {
        subscriptions.decrement();
    }
}
