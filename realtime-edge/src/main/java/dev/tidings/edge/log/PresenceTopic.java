package dev.tidings.edge.log;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The compacted topic of who is where. It has one partition, so that its records have one order; a second one would never be
 * looked at.
 */
public final class PresenceTopic {

    public static final String NAME = "tidings.presence";

    static final TopicPartition PARTITION = new TopicPartition(NAME, 0);

    private PresenceTopic() {}

    /**
     * A record as it came.
     *
     * @param value null: the key holds no more
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, and never compared.
    public record Entry(byte[] key, byte[] value, long timestamp) {}

    /** Whoever makes sense of them. Called on the reader's thread, in the topic's order. */
    public interface Listener {

        /** All of the topic follows, from its beginning: what was read before counts no more. */
        void begin();

        void read(List<Entry> entries);
    }
}
