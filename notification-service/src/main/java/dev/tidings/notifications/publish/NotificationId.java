package dev.tidings.notifications.publish;

import java.time.Instant;
import java.util.UUID;

/** UUIDv7 (RFC 9562): ids that sort by the time they were given out. */
final class NotificationId {

    private NotificationId() {}

    static UUID at(Instant time) {
        UUID random = UUID.randomUUID();
        long high = (time.toEpochMilli() << 16) | 0x7000L | (random.getMostSignificantBits() & 0x0FFFL);
        return new UUID(high, random.getLeastSignificantBits());
    }
}
