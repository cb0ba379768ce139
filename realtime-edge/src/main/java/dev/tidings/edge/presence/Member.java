package dev.tidings.edge.presence;

/**
 * One who is on a channel, as the others see them. Immutable; nobody writes to the bytes.
 *
 * @param info a JSON object
 */
@SuppressWarnings("ArrayRecordComponent") // Shared on purpose, and never compared.
record Member(String user, byte[] info) {}
