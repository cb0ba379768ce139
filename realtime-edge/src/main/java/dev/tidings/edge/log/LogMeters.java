package dev.tidings.edge.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;

/** What reading the log is watched by. Safe for use by any thread. */
@Singleton
final class LogMeters {

    private final Counter passes;
    private final Counter records;

    private volatile long lag;
    private volatile Optional<OpenLog> open = Optional.empty();

    @Inject
    LogMeters(MeterRegistry meters) {
        passes = counter(meters, "tidings.edge.catchup.passes", "Passes over a partition for those behind the tail");
        records = counter(meters, "tidings.edge.catchup.records", "Records read in them");
        gauge(
                meters,
                "tidings.edge.catchup.waiting",
                "Subscriptions that wait for the catch-up reader",
                log -> log.catchUp().waiting());
        gauge(
                meters,
                "tidings.edge.log.reachable",
                "1 while the log answers",
                log -> log.catchUp().isReachable() ? 1 : 0);
        gauge(
                meters,
                "tidings.edge.tail.bytes",
                "What the tail holds",
                log -> log.tail().bytes());
        gauge(
                meters,
                "tidings.edge.tail.age.seconds",
                "How long ago its oldest record was written",
                log -> log.tail().age().seconds(System.currentTimeMillis()));
        Gauge.builder("tidings.edge.log.lag", () -> lag)
                .description("Records that the log has and this edge has not read")
                .register(meters);
    }

    private interface Value {
        double of(OpenLog log);
    }

    private void gauge(MeterRegistry meters, String name, String description, Value value) {
        Gauge.builder(name, () -> open.map(value::of).orElse(0.0))
                .description(description)
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    void opened(OpenLog log) {
        open = Optional.of(log);
    }

    /** As the consumer was told with its last fetches. Called on its thread. */
    void read(Consumer<byte[], byte[]> consumer) {
        lag = consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    void caughtUp(int read) {
        passes.increment();
        records.increment(read);
    }
}
