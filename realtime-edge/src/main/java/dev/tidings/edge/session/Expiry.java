package dev.tidings.edge.session;

import java.time.Duration;
import java.time.Instant;

/** Until when a connection may stay, and when it is told that this comes near. Event-loop confined. */
final class Expiry {

    enum Verdict {
        FINE,
        /** Now is the moment to say so. */
        EXPIRING,
        OVER
    }

    private static final Duration NOTICE = Duration.ofSeconds(60);

    private Instant end;
    private Instant notice;
    private boolean noticed;

    Expiry(Instant now, Instant end) {
        extend(now, end);
    }

    /** A refresh was accepted. */
    void extend(Instant now, Instant newEnd) {
        Duration whole = Duration.between(now, newEnd);
        Duration ahead = whole.compareTo(NOTICE.multipliedBy(2)) < 0 ? whole.dividedBy(2) : NOTICE;
        end = newEnd;
        notice = newEnd.minus(ahead);
        noticed = false;
    }

    Verdict check(Instant now) {
        if (!now.isBefore(end)) {
            return Verdict.OVER;
        }
        if (!noticed && !now.isBefore(notice)) {
            noticed = true;
            return Verdict.EXPIRING;
        }
        return Verdict.FINE;
    }

    long secondsLeft(Instant now) {
        return Math.max(0, Duration.between(now, end).toSeconds());
    }
}
