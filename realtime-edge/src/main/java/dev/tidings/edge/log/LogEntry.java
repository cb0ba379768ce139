package dev.tidings.edge.log;

import dev.tidings.contract.event.EventRecord;
import java.nio.charset.StandardCharsets;

/**
 * One event of the log, ready to be sent: the message of the contract, built once. The event's own JSON stands in it as
 * it came; {@link EventRecord} has made sure that it can't break out. Immutable; nobody writes to the bytes.
 *
 * @param key the {@code app/channel} it is on
 * @param id the event's own; the same one comes twice where a producer repeated itself
 * @param prev the offset of the channel's event before this one, or {@link #UNKNOWN}
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are shared on purpose, and never compared.
public record LogEntry(String key, String id, int partition, long offset, long prev, byte[] message) {

    public static final long UNKNOWN = -1;

    /** What an entry costs the tail beside its message: objects and headers, and its places in three indexes. */
    private static final long OVERHEAD = 200;

    static LogEntry of(EventRecord event, int partition, long offset, long prev) {
        byte[] head = ("{\"type\":\"event\",\"channel\":\""
                        + event.channel().channel().name() + "\",\"offset\":" + offset + ",\"prev\":"
                        + (prev == UNKNOWN ? "null" : Long.toString(prev)) + ",\"event\":")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] json = event.json();
        byte[] message = new byte[head.length + json.length + 1];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(json, 0, message, head.length, json.length);
        message[message.length - 1] = '}';
        return new LogEntry(event.channel().key(), event.id(), partition, offset, prev, message);
    }

    long bytes() {
        return OVERHEAD + message.length + key.length() + id.length();
    }
}
