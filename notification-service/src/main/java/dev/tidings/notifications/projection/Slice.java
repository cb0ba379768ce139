package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run of one partition's records, as far as they were read.
 *
 * @param next the view's next offset, as it is believed to be; what is before it is in the view already
 * @param from where the run begins: of everything before, the badges are sent
 * @param to the offset after its last record
 * @param entries what of it is for the view, in the order of offsets
 */
record Slice(Generation generation, int partition, long next, long from, long to, List<Entry> entries) {

    Slice {
        entries = List.copyOf(entries);
    }

    /** What is not in the view yet. */
    List<Entry> fresh() {
        return entries.stream().filter(entry -> entry.offset() >= next).toList();
    }

    /** Whose counts may be other ones after it. */
    Set<AppChannel> users() {
        return entries.stream().filter(Entry::touchesCounts).map(Entry::channel).collect(Collectors.toSet());
    }

    /** Whether all of it is in the view, and only the badges may be missing. */
    boolean isKnown() {
        return to <= next;
    }

    /** The part before an offset, and the part from it on, which is written after it. */
    List<Slice> splitAt(long offset) {
        List<Entry> before =
                entries.stream().filter(entry -> entry.offset() < offset).toList();
        List<Entry> after =
                entries.stream().filter(entry -> entry.offset() >= offset).toList();
        // The badges of both are sent when both are written, so both say that only those before the whole are.
        return List.of(
                new Slice(generation, partition, next, from, offset, before),
                new Slice(generation, partition, Math.max(next, offset), from, to, after));
    }

    /** Where a user who was deleted in it is met again: by then the user's row has another key. */
    OptionalLong againAfterADeletion() {
        Set<AppChannel> deleted = new HashSet<>();
        for (Entry entry : fresh()) {
            if (deleted.contains(entry.channel())) {
                return OptionalLong.of(entry.offset());
            }
            if (entry.said() instanceof Said.Deletion) {
                deleted.add(entry.channel());
            }
        }
        return OptionalLong.empty();
    }

    /** The same events, and none of them is anything to the feed. */
    Slice sayingNothing() {
        return new Slice(
                generation,
                partition,
                next,
                from,
                to,
                entries.stream().map(Entry::sayingNothing).toList());
    }
}
