package dev.tidings.notifications.publish;

import java.time.Instant;
import java.util.UUID;

/** UUIDv7 (RFC 9562): ids that sort by the time they were given out. */
final class NotificationId {

    /** Of the lower half all but the two bits of the variant. */
    private static final long RANDOM = -1L >>> 2;

    private NotificationId() {}

    static UUID at(Instant time) {
        UUID random = UUID.randomUUID();
        long high = (time.toEpochMilli() << 16) | 0x7000L | (random.getMostSignificantBits() & 0x0FFFL);
        return new UUID(high, random.getLeastSignificantBits());
    }

    /** Of a batch that was given a first id: each has its own, the same in every attempt, and they sort in the batch's order. */
    static UUID nth(UUID first, int n) {
        long variant = first.getLeastSignificantBits() & ~RANDOM;
        return new UUID(first.getMostSignificantBits(), variant | ((first.getLeastSignificantBits() + n) & RANDOM));
    }
}
