package dev.tidings.notifications.idempotency;

import com.fasterxml.jackson.databind.JsonNode;

/** A call and the key it came with. Nobody writes to the hash. */
@SuppressWarnings("ArrayRecordComponent") // The database compares it.
public record KeyedCall(CallKey key, byte[] hash) {

    /** Of what was said where. Goes through all of it. */
    public static KeyedCall of(CallKey key, String path, JsonNode said) {
        return new KeyedCall(key, RequestHash.of(path, said));
    }
}
