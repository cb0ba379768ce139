package dev.tidings.contract.revocation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All revocations that still matter, in memory. It holds none longer than {@link Revocation#LONGEST}, whatever a record
 * says, so its size is bounded by how many are made in that time. Safe for use by any thread; asking takes no lock.
 */
public final class Revocations {

    private static final long SWEEP_SECONDS = 60;

    /** What is revoked: a user, or one session of theirs. */
    private record Subject(String app, String user, Optional<String> session) {}

    private record Entry(long issuedBefore, long expiresAt) {
        Entry latest(Entry other) {
            return new Entry(Math.max(issuedBefore, other.issuedBefore), Math.max(expiresAt, other.expiresAt));
        }
    }

    private final InstantSource clock;
    private final ConcurrentHashMap<Subject, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong();

    public Revocations() {
        this(InstantSource.system());
    }

    public Revocations(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Takes note of it. Records may come twice and in any order: the latest {@code issuedBefore} of a subject counts.
     *
     * @return whether it refuses anything that was not refused before
     */
    public boolean apply(Revocation revocation) {
        long now = clock.instant().getEpochSecond();
        sweep(now);
        long expiresAt = Math.min(revocation.expiresAt().getEpochSecond(), now + Revocation.LONGEST.toSeconds());
        if (expiresAt <= now) {
            return false;
        }
        Entry entry = new Entry(revocation.issuedBefore().getEpochSecond(), expiresAt);
        Subject subject = new Subject(revocation.app(), revocation.user(), revocation.session());
        boolean[] news = new boolean[1];
        entries.compute(subject, (same, known) -> {
            news[0] = known == null || known.expiresAt <= now || entry.issuedBefore > known.issuedBefore;
            return known == null ? entry : known.latest(entry);
        });
        return news[0];
    }

    /** Whether a token issued then, or the connection opened with it, counts no more. */
    public boolean isRevoked(String app, String user, String session, Instant issuedAt) {
        return isRevoked(new Subject(app, user, Optional.empty()), issuedAt)
                || isRevoked(new Subject(app, user, Optional.of(session)), issuedAt);
    }

    /** For a metric; expired ones are counted until they are swept. */
    public int size() {
        return entries.size();
    }

    private boolean isRevoked(Subject subject, Instant issuedAt) {
        Entry entry = entries.get(subject);
        return entry != null
                && issuedAt.getEpochSecond() <= entry.issuedBefore
                && clock.instant().getEpochSecond() < entry.expiresAt;
    }

    /** At most once a minute, by whoever applies. */
    private void sweep(long now) {
        long due = nextSweep.get();
        if (now >= due && nextSweep.compareAndSet(due, now + SWEEP_SECONDS)) {
            entries.values().removeIf(entry -> entry.expiresAt <= now);
        }
    }
}
