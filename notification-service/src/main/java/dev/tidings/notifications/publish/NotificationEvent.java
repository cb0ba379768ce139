package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A notification as an event of the log. Its data is the feed's item as far as it is known when publishing: what the log
 * gives it (channel, offset, time) and what a user does to it is not. Lists and objects are always there, other members
 * only where they were given.
 */
final class NotificationEvent {

    static final String TYPE = "notification.created";

    private static final int MAX_RECORD_BYTES = 64 * 1024;
    private static final int MAX_KEY_BYTES = 256;

    /** As long as any id and time. */
    private static final String ANY_ID = "00000000-0000-0000-0000-000000000000";

    private static final Instant ANY_TIME = Instant.parse("2026-11-01T00:00:00.001Z");

    private NotificationEvent() {}

    static byte[] encode(String app, String id, Instant time, Notification notification) {
        return EventWriter.write(app, id, TYPE, time, data(id, notification));
    }

    static boolean fits(String app, Notification notification) {
        return encode(app, ANY_ID, ANY_TIME, notification).length + MAX_KEY_BYTES <= MAX_RECORD_BYTES;
    }

    private static ObjectNode data(String id, Notification from) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("id", id);
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
