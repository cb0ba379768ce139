package dev.tidings.edge.presence;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which edges live, as far as the topic tells. The clock is this edge's own sign of life, each time it is read back: while the
 * topic is away, or this edge does not get to reading it, no time passes, and nobody is taken for dead. Written by the reader's
 * thread, asked by any.
 */
final class LiveEdges {

    /** After so many beats without a sign an edge is taken for dead: of two seconds, 12 s of the 15 s that are promised. */
    static final int SILENT_AFTER = 6;
    /** An edge that ends has said so: its members have a moment to come back elsewhere, and no more. */
    private static final int SILENT_WHEN_GOING = SILENT_AFTER - 2;
    /** After so many beats its records are taken away too. If it lives after all, it writes them again. */
    private static final int BURIED_AFTER = 30;

    private record Silence(int beats, long heardAt) {}

    private final String self;
    private final long silentMillis;
    private final Map<String, Silence> others = new ConcurrentHashMap<>();

    /** @param beat how often each edge gives a sign of life */
    LiveEdges(String self, Duration beat) {
        this.self = self;
        this.silentMillis = beat.toMillis() * SILENT_AFTER;
    }

    /** A sign of life; answers whether that edge was taken for dead before. */
    boolean heard(String edge, long timestamp) {
        Silence before = edge.equals(self) ? null : others.put(edge, new Silence(0, timestamp));
        return before != null && before.beats() >= SILENT_AFTER;
    }

    /** It has records, whether or not it lives. */
    void mentioned(String edge, long timestamp) {
        if (!edge.equals(self)) {
            others.putIfAbsent(edge, new Silence(0, timestamp));
        }
    }

    void going(String edge, long timestamp) {
        if (!edge.equals(self)) {
            others.put(edge, new Silence(SILENT_WHEN_GOING, timestamp));
        }
    }

    void gone(String edge) {
        others.remove(edge);
    }

    void forgetAll() {
        others.clear();
    }

    /** This edge's own sign of life came back; answers whether one more is taken for dead now. */
    boolean beat() {
        boolean news = false;
        for (Map.Entry<String, Silence> other : others.entrySet()) {
            Silence before = other.getValue();
            other.setValue(new Silence(before.beats() + 1, before.heardAt()));
            news |= before.beats() + 1 == SILENT_AFTER;
        }
        return news;
    }

    /** The first of them: who had been silent for long when this edge began is not waited for. */
    void beginAt(long timestamp) {
        others.replaceAll((edge, silence) ->
                timestamp - silence.heardAt() > silentMillis ? new Silence(SILENT_AFTER, silence.heardAt()) : silence);
    }

    boolean isAlive(String edge) {
        Silence silence = others.get(edge);
        return edge.equals(self) || (silence != null && silence.beats() < SILENT_AFTER);
    }

    /** Those whose records this edge is to take away: one of those who live does it. */
    List<String> toBury() {
        boolean first = others.keySet().stream()
                .filter(this::isAlive)
                .min(Comparator.naturalOrder())
                .filter(other -> other.compareTo(self) < 0)
                .isEmpty();
        return first
                ? others.entrySet().stream()
                        .filter(other -> other.getValue().beats() >= BURIED_AFTER)
                        .map(Map.Entry::getKey)
                        .toList()
                : List.of();
    }

    int size() {
        return (int) others.keySet().stream().filter(this::isAlive).count() + 1;
    }
}
