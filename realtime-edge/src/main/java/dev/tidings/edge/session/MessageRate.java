package dev.tidings.edge.session;

import java.time.Duration;

/** A token bucket over one connection's messages, and since when it has been empty. Event-loop confined. */
final class MessageRate {

    enum Verdict {
        WITHIN,
        /** This message is one too many. */
        OVER,
        /** Likewise, and it is a while since the client was told. */
        OVER_AND_TO_BE_TOLD,
        /** It has been so for too long. */
        OVER_FOR_LONG
    }

    private static final double NANOS = 1e9;
    /** An answer to each would cost more than what was dropped. */
    private static final long TELL_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final double perNano;
    private final double burst;
    private final long patienceNanos;

    private double tokens;
    private long lastNanos;
    private long overSinceNanos;
    private long tellAgainNanos;
    private boolean over;

    MessageRate(int perSecond, int burst, Duration patience, long nowNanos) {
        this.perNano = perSecond / NANOS;
        this.burst = burst;
        this.patienceNanos = patience.toNanos();
        this.tokens = burst;
        this.lastNanos = nowNanos;
        this.tellAgainNanos = nowNanos;
    }

    /** Being over ends when the bucket has had the time to fill up by half: a trickle between drops doesn't count. */
    Verdict take(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - lastNanos) * perNano);
        lastNanos = nowNanos;
        if (tokens >= burst / 2) {
            over = false;
        }
        if (tokens >= 1) {
            tokens--;
            return Verdict.WITHIN;
        }
        if (!over) {
            over = true;
            overSinceNanos = nowNanos;
        }
        if (nowNanos - overSinceNanos >= patienceNanos) {
            return Verdict.OVER_FOR_LONG;
        }
        if (nowNanos < tellAgainNanos) {
            return Verdict.OVER;
        }
        tellAgainNanos = nowNanos + TELL_AGAIN_NANOS;
        return Verdict.OVER_AND_TO_BE_TOLD;
    }
}
