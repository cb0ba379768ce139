package dev.tidings.client.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: anything up to a limit that doubles each time ("full jitter"), so that those
 * who were cut off together don't come back together. Not for use by several threads.
 */
public final class Backoff {

    private final long firstMillis;
    private final long longestMillis;
    private final RandomGenerator random;
    private long limitMillis;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.firstMillis = first.toMillis();
        this.longestMillis = longest.toMillis();
        this.random = random;
        this.limitMillis = firstMillis;
    }

    public Duration next() {
        long millis = random.nextLong(limitMillis + 1);
        limitMillis = Math.min(longestMillis, limitMillis * 2);
        return Duration.ofMillis(millis);
    }

    public void reset() {
        limitMillis = firstMillis;
    }
}
