package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.event.EventRecord;
import dev.tidings.notifications.tracing.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From records to what the view needs of them: checks each, and leaves out what is not for the view. Any thread. */
@ApplicationScoped
class SliceReader {

    private final InvalidRecords invalid;
    private final Traces traces;

    SliceReader(InvalidRecords invalid, Traces traces) {
        this.invalid = invalid;
        this.traces = traces;
    }

    List<Entry> read(Generation generation, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Entry> entries = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            read(generation, record).ifPresent(entries::add);
        }
        return entries;
    }

    private Optional<Entry> read(Generation generation, ConsumerRecord<byte[], byte[]> record) {
        return switch (EventRecord.read(record.key(), record.value())) {
            case EventRecord.Read.Invalid(var fault) -> {
                invalid.skipped(fault, record.partition(), record.offset());
                yield Optional.empty();
            }
            case EventRecord.Read.Event(var event) ->
                switch (event.channel().channel()) {
                    case Channel.User _, Channel.Everyone _ -> Optional.of(entry(generation, record, event));
                    case Channel.Public _, Channel.Private _, Channel.Presence _ -> Optional.empty();
                };
        };
    }

    /** An event that is none of its kind is still one that streams have: it is kept for replay, and is nothing to the feed. */
    private Entry entry(Generation generation, ConsumerRecord<byte[], byte[]> record, EventRecord event) {
        Said said;
        try {
            said = EventReader.read(event, record.offset(), generation);
        } catch (Unusable e) {
            invalid.skipped(e.getMessage(), record.partition(), record.offset());
            said = new Said.Nothing();
        } catch (RuntimeException e) {
            // A fault of ours: it would be met again and again, and nobody's feed would go on.
            invalid.failed(e, record.partition(), record.offset());
            said = new Said.Nothing();
        }
        return new Entry(
                event.channel(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                event.json(),
                said,
                traces.origin(record.headers()));
    }
}
