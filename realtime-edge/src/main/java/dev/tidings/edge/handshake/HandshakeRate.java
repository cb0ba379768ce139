package dev.tidings.edge.handshake;

import dev.tidings.edge.config.EdgeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How many handshakes an address may try: a token bucket each, full again after a while and then forgotten. Safe for use by
 * any thread.
 */
@Singleton
final class HandshakeRate {

    /** More addresses than this at once are a flood by itself: those that are new wait until others are forgotten. */
    static final int MOST_ADDRESSES = 100_000;

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double perSecond;
    private final double burst;
    private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    private record Bucket(double tokens, long nanos, boolean admitted) {}

    @Inject
    HandshakeRate(EdgeConfig config) {
        this(config.handshakes().perSecond(), config.handshakes().burst());
    }

    /** With a rate of 0 there is no limit. */
    HandshakeRate(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    boolean admits(String address, long nowNanos) {
        if (perSecond == 0) {
            return true;
        }
        if (buckets.size() >= MOST_ADDRESSES && !buckets.containsKey(address)) {
            buckets.values().removeIf(bucket -> refilled(bucket, nowNanos) >= burst);
            if (buckets.size() >= MOST_ADDRESSES) {
                return false;
            }
        }
        Bucket after = buckets.compute(address, (same, before) -> {
            double tokens = before == null ? burst : refilled(before, nowNanos);
            // A refused one costs nothing, so whoever keeps trying is let in as often as whoever waits.
            return tokens >= 1 ? new Bucket(tokens - 1, nowNanos, true) : new Bucket(tokens, nowNanos, false);
        });
        return after.admitted();
    }

    private double refilled(Bucket bucket, long nowNanos) {
        return Math.min(burst, bucket.tokens() + (nowNanos - bucket.nanos()) / NANOS * perSecond);
    }
}
