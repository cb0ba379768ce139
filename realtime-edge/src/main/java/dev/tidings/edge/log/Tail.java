package dev.tidings.edge.log;

import dev.tidings.contract.event.EventRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The youngest part of the log in memory, bounded by bytes, with an index of each channel's entries. One thread writes,
 * the log reader's; any thread reads, and an answer is either whole or says that it can't be.
 */
public final class Tail {

    /** What reading a channel after an offset came to. */
    public sealed interface Read {
        /** The next entries, at least one. */
        record Entries(List<LogEntry> entries) implements Read {}

        /** The tail has no more of the channel: whoever has that offset has all that was appended so far. */
        record AtHead() implements Read {}

        /** The tail begins later than that offset: it can't know what was missed. */
        record TooOld() implements Read {}
    }

    private static final Read AT_HEAD = new Read.AtHead();
    private static final Read TOO_OLD = new Read.TooOld();

    private final long maxBytes;
    private final Map<String, ChannelTail> channels = new ConcurrentHashMap<>();
    /** By partition: from this offset on, everything is here. */
    private final AtomicLongArray starts;
    /** All entries in the order they came. The writer's alone. */
    private final ArrayDeque<LogEntry> order = new ArrayDeque<>();

    private final TailAge age = new TailAge();

    private volatile long bytes;

    /** @param firstOffsets by partition, where reading begins */
    Tail(long maxBytes, long[] firstOffsets) {
        this.maxBytes = maxBytes;
        this.starts = new AtomicLongArray(firstOffsets);
    }

    /**
     * Adds the next event of a partition; the oldest entries make room for it. Empty where the channel has an event of the
     * same id in here: a producer that didn't hear the answer wrote it again, and it is delivered once.
     */
    Optional<LogEntry> append(EventRecord event, int partition, long offset) {
        ChannelTail channel = channels.computeIfAbsent(event.channel().key(), key -> new ChannelTail());
        if (channel.holds(event.id())) {
            return Optional.empty();
        }
        LogEntry entry = LogEntry.of(event, partition, offset, channel.lastOffset());
        channel.append(entry);
        order.addLast(entry);
        long held = bytes + entry.bytes();
        while (held > maxBytes) {
            held -= evictOldest().bytes();
        }
        bytes = held;
        return Optional.of(entry);
    }

    /** The order matters: a reader who finds an entry gone finds the start moved on too, and so notices. */
    private LogEntry evictOldest() {
        LogEntry oldest = order.removeFirst();
        age.evicted();
        starts.set(oldest.partition(), oldest.offset() + 1);
        if (channels.get(oldest.key()).evictFirst()) {
            channels.remove(oldest.key());
        }
        return oldest;
    }

    public Read after(String key, int partition, long offset, int most) {
        ChannelTail channel = channels.get(key);
        List<LogEntry> entries = channel == null ? List.of() : channel.after(offset, most);
        if (!reaches(partition, offset)) {
            return TOO_OLD;
        }
        return entries.isEmpty() ? AT_HEAD : new Read.Entries(entries);
    }

    /** Whether everything of the partition after that offset is here, or is still to come. */
    public boolean reaches(int partition, long offset) {
        return offset + 1 >= starts.get(partition);
    }

    TailAge age() {
        return age;
    }

    public long bytes() {
        return bytes;
    }
}
