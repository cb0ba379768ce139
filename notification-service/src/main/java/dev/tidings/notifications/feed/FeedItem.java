package dev.tidings.notifications.feed;

import java.time.Instant;
import java.util.Optional;

/** An item with its state, as one user has it. Nobody writes to the bytes of the record. */
@SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
record FeedItem(
        boolean own,
        long place,
        Instant createdAt,
        String id,
        String category,
        Optional<Instant> expiresAt,
        boolean read,
        boolean seen,
        boolean archived,
        byte[] record) {}
