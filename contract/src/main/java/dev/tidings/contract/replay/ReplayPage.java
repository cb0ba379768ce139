package dev.tidings.contract.replay;

import dev.tidings.contract.event.EventRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of a channel's events as they are in the log, in order of their offsets, and how far that is all of them.
 *
 * <p>Its body is, for each event, the offset (8 bytes), the record's length (4 bytes) and the record's value: the very
 * bytes of the log, so that a client gets the same event whichever way it came. Immutable; nobody writes to the bytes.
 *
 * @param upTo every event of the channel after the offset asked for, up to and including this offset, is in the page. Of
 *     a full page it is its last event's offset; of another one, how far the view is
 */
public record ReplayPage(long upTo, List<Event> events) {

    private static final int HEAD = Long.BYTES + Integer.BYTES;

    /** One record of the log. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are shared on purpose, and never compared.
    public record Event(long offset, byte[] value) {}

    public ReplayPage {
        events = List.copyOf(events);
    }

    /** Whether it was ended by its limits: there may be more, to be asked for after {@link #upTo()}. */
    public boolean isFull() {
        return events.size() >= ReplayCall.MAX_EVENTS
                || events.stream().mapToLong(event -> event.value().length).sum() >= ReplayCall.MAX_BYTES;
    }

    public byte[] body() {
        ByteBuffer body = ByteBuffer.allocate(
                events.stream().mapToInt(event -> HEAD + event.value().length).sum());
        events.forEach(event ->
                body.putLong(event.offset()).putInt(event.value().length).put(event.value()));
        return body.array();
    }

    /**
     * Reads a page, and refuses what isn't one: the promise of every later event hangs on it.
     *
     * @throws IllegalArgumentException where the offsets don't grow from {@code after} to {@code upTo}, or a length is off
     */
    public static ReplayPage read(long after, long upTo, byte[] body) {
        ByteBuffer rest = ByteBuffer.wrap(body);
        List<Event> events = new ArrayList<>();
        long last = after;
        while (rest.hasRemaining()) {
            require(rest.remaining() >= HEAD);
            long offset = rest.getLong();
            int length = rest.getInt();
            require(offset > last && offset <= upTo);
            require(length >= 0 && length <= EventRecord.MAX_BYTES && length <= rest.remaining());
            byte[] value = new byte[length];
            rest.get(value);
            events.add(new Event(offset, value));
            last = offset;
        }
        require(upTo >= last);
        return new ReplayPage(upTo, events);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not a page");
        }
    }
}
