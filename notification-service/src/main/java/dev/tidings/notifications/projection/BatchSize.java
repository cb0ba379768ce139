package dev.tidings.notifications.projection;

/**
 * How many records are written at once: fewer after some took too long, or the same ones would take too long for ever, and
 * more again with each that did not. Confined to the projector's thread.
 */
final class BatchSize {

    private final int most;
    private int now;

    BatchSize(int most) {
        this.most = most;
        this.now = most;
    }

    /** How many of each of so many partitions. Without an end where nothing took too long: then a poll brings no more than all. */
    int ofEach(int partitions) {
        return now == most ? Integer.MAX_VALUE : Math.max(1, now / partitions);
    }

    void tookTooLong() {
        now = Math.max(1, now / 2);
    }

    void wasWritten() {
        now = (int) Math.min(most, now * 2L);
    }
}
