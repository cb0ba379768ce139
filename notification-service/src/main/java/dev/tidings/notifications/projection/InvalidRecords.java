package dev.tidings.notifications.projection;

import dev.tidings.contract.event.EventRecord;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Counts what is skipped, and logs the first of each kind. The kinds are a closed set of ours. Any thread. */
@ApplicationScoped
class InvalidRecords {

    private static final Logger LOG = Logger.getLogger(InvalidRecords.class);

    private final MeterRegistry metrics;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    InvalidRecords(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void skipped(EventRecord.Fault fault, int partition, long offset) {
        skipped(fault.name().toLowerCase(Locale.ROOT).replace('_', '-'), partition, offset);
    }

    /** By a fault of ours. Its message may have what the record says, and is nothing for the log. */
    void failed(RuntimeException fault, int partition, long offset) {
        metrics.counter("tidings.projection.invalid", "kind", "failed").increment();
        if (logged.add("failed")) {
            StackTraceElement[] where = fault.getStackTrace();
            LOG.errorf(
                    "Skipped the record at offset %d of partition %d, as reading it failed: %s %s. Further ones are only counted",
                    offset, partition, fault.getClass().getName(), where.length == 0 ? "" : where[0]);
        }
    }

    void skipped(String kind, int partition, long offset) {
        metrics.counter("tidings.projection.invalid", "kind", kind).increment();
        if (logged.add(kind)) {
            LOG.warnf(
                    "Skipped the record at offset %d of partition %d: %s. Further ones of this kind are only counted",
                    offset, partition, kind);
        }
    }
}
