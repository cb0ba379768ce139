package dev.tidings.notifications.projection;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/** Reads an event of the log or the view in one way, whoever reads it: what was let in can be shown. Stateless. */
public final class StoredEvent {

    /** A number has every digit that it was sent with. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private StoredEvent() {}

    /** Its data, a missing node where it has none; empty where it can't be read, as with an exponent beyond an int. */
    public static Optional<JsonNode> data(byte[] event) {
        try {
            return Optional.of(JSON.readTree(event).path("data"));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
