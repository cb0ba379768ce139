package dev.tidings.client.stream;

import dev.tidings.client.json.Json;

/**
 * A member of a presence channel.
 *
 * @param user the user's id
 * @param info what the user's token says for others to see
 */
public record Member(String user, Json info) {}
