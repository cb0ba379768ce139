package dev.tidings.auth.client;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often an address may ask for what needs no secret: so many a second, and a burst of them. Only so many addresses are
 * held: the least recently seen goes. Safe for use by any thread.
 */
@Singleton
public class AddressRate {

    private static final int MAX_ADDRESSES = 10_000;
    private static final double NANOS = 1e9;

    private static final class Bucket {
        private double tokens;
        private long lastNanos;
    }

    private final double perSecond;
    private final int burst;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    @Inject
    AddressRate(LimitConfig limits) {
        this(limits.exchangesPerSecond(), limits.exchangesBurst(), System::nanoTime);
    }

    AddressRate(double perSecond, int burst, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
    }

    /** Throws {@code rate-limited} where it was too often. */
    public void take(String address) {
        double left = left(address);
        if (left < 0) {
            long seconds = (long) Math.ceil(-left / perSecond);
            throw new ProblemException(
                    ProblemCode.RATE_LIMITED,
                    "This address asks too often.",
                    List.of(),
                    Map.of("Retry-After", Long.toString(Math.max(1, seconds))));
        }
    }

    /** What is left after this one; below zero, it was not taken. */
    private synchronized double left(String address) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.get(address);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.tokens = burst;
            buckets.put(address, bucket);
        } else {
            bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.lastNanos) * perSecond / NANOS);
        }
        bucket.lastNanos = now;
        double left = bucket.tokens - 1;
        if (left >= 0) {
            bucket.tokens = left;
        }
        return left;
    }
}
