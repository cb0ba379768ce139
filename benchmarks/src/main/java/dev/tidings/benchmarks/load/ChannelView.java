package dev.tidings.benchmarks.load;

import java.util.HashSet;
import java.util.Set;

/** What one client has of one channel, over all its connections. Confined to its event loop. */
final class ChannelView {

    private static final long NOTHING = -1;
    /** Of a wider gap than this, what comes late counts as a repeat. */
    private static final int MOST_MISSING = 10_000;

    /** What was skipped and may still come; made when there is any. */
    private Set<Long> missing = Set.of();

    private long last = NOTHING;
    private long offset = NOTHING;

    void saw(long sequence, Tally tally) {
        if (sequence == last + 1 || last == NOTHING) {
            last = sequence;
        } else if (sequence > last) {
            tally.gap(sequence - last - 1);
            remember(last + 1, sequence);
            last = sequence;
        } else if (!missing.isEmpty() && missing.remove(sequence)) {
            tally.late();
        } else {
            tally.repeat();
        }
    }

    private void remember(long from, long to) {
        if (missing.isEmpty()) {
            missing = new HashSet<>();
        }
        for (long i = from; i < to && missing.size() < MOST_MISSING; i++) {
            missing.add(i);
        }
    }

    /** From here a subscription or an event went on. */
    void at(long newOffset) {
        offset = Math.max(offset, newOffset);
    }

    long offset() {
        return offset;
    }
}
