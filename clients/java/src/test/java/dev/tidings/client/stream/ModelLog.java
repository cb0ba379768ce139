package dev.tidings.client.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What the log has: the truth that a client's view is held against. Every channel in one partition. */
final class ModelLog {

    static final List<String> CHANNELS = List.of("user:ann", "everyone", "public:a");

    private final Map<String, Map<String, NavigableSet<Long>>> epochs = new HashMap<>();
    private String epoch = "e0";
    private long next;

    synchronized String epoch() {
        return epoch;
    }

    synchronized long head() {
        return next - 1;
    }

    synchronized void append(String channel) {
        events(epoch, channel).add(next++);
    }

    /** Another log, which begins with nothing. */
    synchronized void beginAnew() {
        epoch = "e" + epochs.size();
        next = 0;
        epochs.put(epoch, new HashMap<>());
    }

    /** The channel's next event after that offset, or null. */
    synchronized Long after(String ofEpoch, String channel, long offset) {
        return events(ofEpoch, channel).higher(offset);
    }

    synchronized long before(String ofEpoch, String channel, long offset) {
        Long before = events(ofEpoch, channel).lower(offset);
        return before == null ? Position.NOTHING : before;
    }

    /** What a snapshot shows that is exact at that offset. */
    synchronized List<Long> upTo(String ofEpoch, String channel, long offset) {
        return new ArrayList<>(events(ofEpoch, channel).headSet(offset, true));
    }

    private NavigableSet<Long> events(String ofEpoch, String channel) {
        return epochs.computeIfAbsent(ofEpoch, any -> new HashMap<>()).computeIfAbsent(channel, any -> new TreeSet<>());
    }
}
