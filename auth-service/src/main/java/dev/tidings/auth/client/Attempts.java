package dev.tidings.auth.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Failures by key, and the wait that grows with them: so many are free, then each doubles the wait, up to a maximum. What
 * was quiet for a while is forgotten, and only so many keys are held: the least recently used goes. Safe for use by any
 * thread.
 */
final class Attempts {

    static final int MAX_KEYS = 10_000;

    private static final long FIRST_WAIT = Duration.ofSeconds(1).toNanos();
    private static final long FORGET_AFTER = Duration.ofMinutes(15).toNanos();

    private static final class Count {
        private int failures;
        private long lastNanos;
        private long blockedUntilNanos;
    }

    private final int free;
    private final long longestWait;
    private final LongSupplier nanoTime;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MAX_KEYS;
        }
    };

    Attempts(int free, Duration longestWait, LongSupplier nanoTime) {
        this.free = free;
        this.longestWait = longestWait.toNanos();
        this.nanoTime = nanoTime;
    }

    /** How long this key must wait; zero where it need not. */
    synchronized Duration wait(String key) {
        Count count = counts.get(key);
        long left = count == null ? 0 : count.blockedUntilNanos - nanoTime.getAsLong();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /** Counts one before it is known how it ends, so that many at once gain nothing. {@link #forgive} takes it back. */
    synchronized void begin(String key) {
        long now = nanoTime.getAsLong();
        Count count = counts.computeIfAbsent(key, unknown -> new Count());
        if (now - count.lastNanos > FORGET_AFTER) {
            count.failures = 0;
        }
        count.failures++;
        count.lastNanos = now;
        count.blockedUntilNanos = now + waitAfter(count.failures);
    }

    /** That one succeeded: as if it had not been. */
    synchronized void forgive(String key) {
        Count count = counts.get(key);
        if (count != null) {
            count.failures = Math.max(0, count.failures - 1);
            count.blockedUntilNanos = count.lastNanos + waitAfter(count.failures);
        }
    }

    /** All is forgiven. */
    synchronized void forget(String key) {
        counts.remove(key);
    }

    synchronized int size() {
        return counts.size();
    }

    private long waitAfter(int failures) {
        int over = failures - free;
        return over <= 0 ? 0 : Math.min(longestWait, FIRST_WAIT << Math.min(over - 1, 20));
    }
}
