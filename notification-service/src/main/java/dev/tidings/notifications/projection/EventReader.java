package dev.tidings.notifications.projection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.event.EventRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Reads what an event means to the view. Product teams write to the log themselves, so nothing of it is trusted to have
 * its form; what can't be stored or indexed is refused here. Stateless.
 */
final class EventReader {

    /** Of an item's id: it is indexed, and an index takes no more than some 2,700 bytes. */
    private static final int MAX_ID = 255;

    private static final int MAX_CATEGORY = 100;
    private static final Instant LAST_INSTANT = Instant.parse("9999-12-31T23:59:59Z");

    private EventReader() {}

    /** Throws {@link Unusable}. */
    static Said read(EventRecord event, long offset, Generation generation) {
        boolean own = event.channel().channel() instanceof Channel.User;
        return switch (event.type()) {
            case EventTypes.NOTIFICATION -> item(event);
            case EventTypes.CHANGED ->
                own ? WordReader.read(data(event), event.channel(), offset, generation) : new Said.Nothing();
            case EventTypes.DELETED -> own ? new Said.Deletion() : new Said.Nothing();
            default -> new Said.Nothing();
        };
    }

    private static Said item(EventRecord event) {
        JsonNode data = data(event);
        if (!data.path("title").isTextual()) {
            throw new Unusable("notification-without-title");
        }
        String category = data.path("category").asText("");
        if (!isId(event.id())) {
            throw new Unusable("notification-id");
        }
        if (!isCategory(category)) {
            throw new Unusable("notification-category");
        }
        return new Said.Item(
                event.id(),
                category,
                expiresAt(data.path("expiresAt")),
                data.path("priority").asText().equals("critical"));
    }

    private static Optional<Instant> expiresAt(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        try {
            Instant at = OffsetDateTime.parse(value.asText()).toInstant();
            if (at.isBefore(Instant.EPOCH) || at.isAfter(LAST_INSTANT)) {
                throw new Unusable("notification-expiry");
            }
            return Optional.of(at);
        } catch (DateTimeException e) {
            throw new Unusable("notification-expiry");
        }
    }

    private static JsonNode data(EventRecord event) {
        return StoredEvent.data(event.json()).orElseThrow(() -> new Unusable("not-json"));
    }

    static boolean isId(String text) {
        return text.length() <= MAX_ID && isStorable(text);
    }

    static boolean isCategory(String text) {
        return text.codePointCount(0, text.length()) <= MAX_CATEGORY && isStorable(text);
    }

    /** Whether PostgreSQL takes it as text. */
    private static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(
                        point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
    }
}
