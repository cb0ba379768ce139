package dev.tidings.edge.log;

import dev.tidings.contract.event.EventRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * From Kafka's record to an event. What is none is counted, logged once per kind, and skipped: nobody who may write to
 * the topic can stop a reader. Confined to one reading thread.
 */
final class RecordIntake {

    private static final Logger LOG = Logger.getLogger(RecordIntake.class);

    private final Map<EventRecord.Fault, Counter> invalid = new EnumMap<>(EventRecord.Fault.class);
    private final Set<EventRecord.Fault> logged = EnumSet.noneOf(EventRecord.Fault.class);

    RecordIntake(MeterRegistry meters) {
        for (EventRecord.Fault fault : EventRecord.Fault.values()) {
            invalid.put(
                    fault,
                    Counter.builder("tidings.edge.log.invalid")
                            .description("Records of the log that are no event, and were skipped")
                            .tag("fault", fault.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    Optional<EventRecord> read(ConsumerRecord<byte[], byte[]> record) {
        return switch (EventRecord.read(record.key(), record.value())) {
            case EventRecord.Read.Event(EventRecord event) -> Optional.of(event);
            case EventRecord.Read.Invalid(EventRecord.Fault fault) -> {
                invalid.get(fault).increment();
                if (logged.add(fault)) {
                    LOG.warnf(
                            "Skipping a record of the log: %s (partition %d, offset %d). More of this kind are only counted.",
                            fault, record.partition(), record.offset());
                }
                yield Optional.empty();
            }
        };
    }
}
