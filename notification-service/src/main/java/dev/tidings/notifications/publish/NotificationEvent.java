package dev.tidings.notifications.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.contract.event.CloudEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A notification as an event of the log. Its data is the feed's item as far as it is known when publishing: what the log
 * gives it (channel, offset, time) and what a user does to it is not. Lists and objects are always there, other members
 * only where they were given.
 */
@RegisterForReflection(targets = CloudEvent.class)
final class NotificationEvent {

    static final String TYPE = "notification.created";

    private static final int MAX_RECORD_BYTES = 64 * 1024;
    private static final int MAX_KEY_BYTES = 256;

    /** As long as any id and time. */
    private static final UUID ANY_ID = new UUID(0, 0);

    private static final Instant ANY_TIME = Instant.parse("2026-11-01T00:00:00.001Z");

    /** An emoji as its 4 bytes of UTF-8, not as 12 of escapes. */
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build()
            .writerFor(CloudEvent.class);

    private NotificationEvent() {}

    /** The same event, and so the same id and bytes, for every channel that it goes to. */
    static byte[] encode(String app, UUID id, Instant time, Notification notification) {
        CloudEvent event = CloudEvent.of(
                id.toString(), "/apps/" + app, TYPE, time.truncatedTo(ChronoUnit.MILLIS), data(id, notification));
        try {
            return WRITER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read from JSON can be written as JSON", e);
        }
    }

    static boolean fits(String app, Notification notification) {
        return encode(app, ANY_ID, ANY_TIME, notification).length + MAX_KEY_BYTES <= MAX_RECORD_BYTES;
    }

    private static ObjectNode data(UUID id, Notification from) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("id", id.toString());
        data.put("type", from.type());
        from.category().ifPresent(category -> data.put("category", category));
        data.put("title", from.title());
        from.body().ifPresent(body -> data.put("body", body));
        from.url().ifPresent(url -> data.put("url", url));
        from.icon().ifPresent(icon -> data.put("icon", icon));
        var actions = data.putArray("actions");
        from.actions()
                .forEach(action ->
                        actions.addObject().put("label", action.label()).put("url", action.url()));
        from.group().ifPresent(group -> data.put("group", group));
        data.put("priority", from.priority().word());
        from.expiresAt().ifPresent(expiresAt -> data.put("expiresAt", expiresAt.toString()));
        data.set("data", from.data());
        return data;
    }
}
