package dev.tidings.edge.log;

import java.util.ArrayDeque;

/**
 * How far back the tail reaches in time, told by a mark a second at most, and never more marks than entries. Written by the
 * tail's writer, asked by any thread.
 */
final class TailAge {

    private static final long APART_MILLIS = 1_000;

    /** When the entry of that number came, counted from the first that ever was in the tail. */
    private record Mark(long entry, long timestamp) {}

    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private long appended;
    private long evicted;
    private volatile long oldest = Long.MAX_VALUE;

    void appended(long timestamp) {
        if (marks.isEmpty() || timestamp - marks.getLast().timestamp() >= APART_MILLIS) {
            marks.addLast(new Mark(appended, timestamp));
        }
        appended++;
        oldest = marks.getFirst().timestamp();
    }

    void evicted() {
        evicted++;
        Mark first = marks.pollFirst();
        while (!marks.isEmpty() && marks.getFirst().entry() <= evicted) {
            first = marks.removeFirst();
        }
        if (first != null) {
            marks.addFirst(first);
            oldest = first.timestamp();
        }
    }

    /** 0 while there is nothing in it. */
    double seconds(long nowMillis) {
        return Math.max(0, nowMillis - oldest) / 1_000.0;
    }
}
