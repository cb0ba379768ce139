package dev.tidings.edge.delivery;

/** What was written, counted where it is, so that the counters of all loops are touched once for many. Loop-confined. */
final class Tally {

    private int events;
    private long bytes;

    void add(int length) {
        events++;
        bytes += length;
    }

    int events() {
        return events;
    }

    long bytes() {
        return bytes;
    }
}
