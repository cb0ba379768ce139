package dev.tidings.edge.session;

import java.util.concurrent.TimeUnit;

/** Counts a connection's messages that were refused as bad, by the minute. Event-loop confined. */
final class BadMessages {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final int most;
    private long minuteBegan;
    private int count;

    BadMessages(int most, long nowNanos) {
        this.most = most;
        this.minuteBegan = nowNanos;
    }

    boolean oneMoreIsTooMany(long nowNanos) {
        if (nowNanos - minuteBegan >= MINUTE) {
            minuteBegan = nowNanos;
            count = 0;
        }
        count++;
        return count > most;
    }
}
