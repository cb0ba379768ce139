package dev.tidings.local.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: longer each time, and never when everybody else comes. */
final class Backoff {

    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 10_000;

    private long limitMillis = FIRST_MILLIS;

    Duration next() {
        long millis = ThreadLocalRandom.current().nextLong(limitMillis / 4, limitMillis);
        limitMillis = Math.min(LONGEST_MILLIS, limitMillis * 2);
        return Duration.ofMillis(millis);
    }

    void reset() {
        limitMillis = FIRST_MILLIS;
    }
}
