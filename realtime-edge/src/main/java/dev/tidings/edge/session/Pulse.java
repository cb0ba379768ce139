package dev.tidings.edge.session;

import dev.tidings.edge.config.EdgeConfig;

/** Whether a connection lives: what was heard and said, and when. Event-loop confined. */
final class Pulse {

    /** What is to be done for it now. */
    enum Verdict {
        FINE,
        /** Nothing was said or heard for a heartbeat: ask. */
        PING,
        /** Nothing was heard for three: whoever is there doesn't answer. */
        DEAD,
        /** It takes nothing of what it is sent. */
        STUCK
    }

    private static final int HEARTBEATS_TO_LIVE = 3;

    private final long heartbeatNanos;
    private final long noProgressNanos;

    private long heardNanos;
    private long saidNanos;
    private long pingedNanos;
    private long progressNanos;
    private long unsentBefore;

    Pulse(EdgeConfig.Sessions config, long nowNanos) {
        this.heartbeatNanos = config.heartbeat().toNanos();
        this.noProgressNanos = config.noProgress().toNanos();
        this.heardNanos = nowNanos;
        this.saidNanos = nowNanos;
        this.pingedNanos = nowNanos;
        this.progressNanos = nowNanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /**
     * @param said whether anything was said since it was asked last
     * @param unsent how much of what was written the peer has not taken, beyond what is usual
     */
    Verdict check(long nowNanos, boolean said, long unsent) {
        if (said) {
            saidNanos = nowNanos;
        }
        if (unsent == 0 || unsent < unsentBefore) {
            progressNanos = nowNanos;
        }
        unsentBefore = unsent;
        if (nowNanos - progressNanos >= noProgressNanos) {
            return Verdict.STUCK;
        }
        if (nowNanos - heardNanos >= HEARTBEATS_TO_LIVE * heartbeatNanos) {
            return Verdict.DEAD;
        }
        boolean silent = nowNanos - Math.min(saidNanos, heardNanos) >= heartbeatNanos;
        if (silent && nowNanos - pingedNanos >= heartbeatNanos) {
            pingedNanos = nowNanos;
            return Verdict.PING;
        }
        return Verdict.FINE;
    }
}
