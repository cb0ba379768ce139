package dev.tidings.notifications.log;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds what was accepted and is not acknowledged yet. Safe for use by any thread. */
@ApplicationScoped
class InFlight {

    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final long maxRecords;
    private final long maxBytes;

    InFlight(LogConfig config, MeterRegistry metrics) {
        this.maxRecords = config.maxRecordsInFlight();
        this.maxBytes = config.maxBytesInFlight().asLongValue();
        metrics.gauge("tidings.log.in.flight.records", records);
        metrics.gauge("tidings.log.in.flight.bytes", bytes);
    }

    /** Whether there was room; if so, {@link #leave} is called with the same numbers exactly once. */
    boolean enter(int moreRecords, long moreBytes) {
        if (records.get() >= maxRecords || bytes.get() >= maxBytes) {
            return false;
        }
        records.addAndGet(moreRecords);
        bytes.addAndGet(moreBytes);
        return true;
    }

    void leave(int lessRecords, long lessBytes) {
        records.addAndGet(-lessRecords);
        bytes.addAndGet(-lessBytes);
    }
}
