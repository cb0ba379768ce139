package dev.tidings.notifications.log;

import java.time.Instant;

/** When attempts at the same append were made whose outcome is not known. */
public record Earlier(Instant from, Instant to) {}
