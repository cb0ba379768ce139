package dev.tidings.client.stream;

import dev.tidings.client.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A CloudEvents 1.0 event, as it stands in the log. A notification has the type {@link #NOTIFICATION}.
 *
 * @param json all of it, with what other attributes it has
 */
public record CloudEvent(Json json) {

    /** The type of a notification; its data has the title, the body and the rest. */
    public static final String NOTIFICATION = "notification.created";

    /** Unique within its source. */
    public String id() {
        return json.get("id").text("");
    }

    /** Who made it. */
    public String source() {
        return json.get("source").text("");
    }

    /** What happened: {@code order.moved}. */
    public String type() {
        return json.get("type").text("");
    }

    /** When, where it says so. */
    public Optional<Instant> time() {
        try {
            return json.get("time")
                    .text()
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What it says. */
    public Json data() {
        return json.get("data");
    }
}
