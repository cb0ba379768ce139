package dev.tidings.edge.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the tail holds of one channel, oldest first: a ring that grows and shrinks with it. Appended to and evicted from
 * by the reader's thread, read by any; each call holds the lock for a copy of a few references.
 */
final class ChannelTail {

    private static final int SMALLEST = 4;

    /** Of the entries in the ring. The writer's alone. */
    private final Set<String> ids = new HashSet<>();

    private LogEntry[] ring = new LogEntry[SMALLEST];
    private int first;
    private int size;

    /** Whether it holds an event of that id: another one is a repetition. */
    boolean holds(String id) {
        return ids.contains(id);
    }

    synchronized void append(LogEntry entry) {
        if (size == ring.length) {
            resize(size * 2);
        }
        ring[(first + size) % ring.length] = entry;
        size++;
        ids.add(entry.id());
    }

    /** Drops the oldest; answers whether nothing is left. */
    synchronized boolean evictFirst() {
        ids.remove(ring[first].id());
        ring[first] = null;
        first = (first + 1) % ring.length;
        size--;
        if (size > 0 && ring.length > SMALLEST && size <= ring.length / 4) {
            resize(ring.length / 2);
        }
        return size == 0;
    }

    synchronized long lastOffset() {
        return size == 0 ? LogEntry.UNKNOWN : at(size - 1).offset();
    }

    /** The first entries after that offset, at most so many. */
    synchronized List<LogEntry> after(long offset, int most) {
        int from = firstAfter(offset);
        int count = Math.min(most, size - from);
        List<LogEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(at(from + i));
        }
        return entries;
    }

    private int firstAfter(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).offset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private LogEntry at(int index) {
        return ring[(first + index) % ring.length];
    }

    private void resize(int length) {
        LogEntry[] next = new LogEntry[length];
        for (int i = 0; i < size; i++) {
            next[i] = at(i);
        }
        ring = next;
        first = 0;
    }
}
