package dev.tidings.notifications.feed;

import java.util.Optional;

/** What a client asks of a feed. */
record FeedQuery(int limit, Optional<Cursor> before, Status status, Optional<String> category) {}
