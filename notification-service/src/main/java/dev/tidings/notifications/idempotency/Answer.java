package dev.tidings.notifications.idempotency;

/** An answer as it goes out, and as it goes out again when the call is repeated. */
public record Answer(int status, String json) {}
