package dev.tidings.notifications.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A notification as an event of the log. Its data is the feed's item as far as it is known when publishing: what the log
 * gives it (channel, offset, time) and what a user does to it is not. Lists and objects are always there, other members
 * only where they were given.
 */
final class NotificationEvent {

    static final String TYPE = "notification.created";

    private static final int MAX_RECORD_BYTES = 64 * 1024;
    private static final int MAX_KEY_BYTES = 256;

    /** More than all members' names, ids and times, the punctuation and the key have together. */
    private static final int MAX_FRAME_BYTES = 2 * 1024;

    /** A character written as an escape. */
    private static final int MAX_CHAR_BYTES = 6;

    /** As long as any id and time. */
    private static final String ANY_ID = "00000000-0000-0000-0000-000000000000";

    private static final String ANY_TIME = "2026-11-01T00:00:00.001Z";

    private NotificationEvent() {}

    static byte[] encode(String app, String id, String time, Notification notification) {
        return EventWriter.write(app, id, TYPE, time, json -> data(json, id, notification));
    }

    /** Whether the log takes it as a record. Only what may come near the limit is written to see. */
    static boolean fits(String app, Notification notification) {
        return MAX_CHAR_BYTES * characters(notification) + JsonData.MAX_BYTES + MAX_FRAME_BYTES <= MAX_RECORD_BYTES
                || encode(app, ANY_ID, ANY_TIME, notification).length + MAX_KEY_BYTES <= MAX_RECORD_BYTES;
    }

    private static int characters(Notification from) {
        int characters = from.type().length() + from.title().length();
        characters += length(from.category()) + length(from.body()) + length(from.url());
        characters += length(from.icon()) + length(from.group());
        for (Action action : from.actions()) {
            characters += action.label().length() + action.url().length();
        }
        return characters;
    }

    private static int length(Optional<String> text) {
        return text.isPresent() ? text.get().length() : 0;
    }

    private static void data(JsonGenerator json, String id, Notification from) throws IOException {
        json.writeObjectFieldStart("data");
        json.writeStringField("id", id);
        json.writeStringField("type", from.type());
        write(json, "category", from.category());
        json.writeStringField("title", from.title());
        write(json, "body", from.body());
        write(json, "url", from.url());
        write(json, "icon", from.icon());
        json.writeArrayFieldStart("actions");
        for (Action action : from.actions()) {
            json.writeStartObject();
            json.writeStringField("label", action.label());
            json.writeStringField("url", action.url());
            json.writeEndObject();
        }
        json.writeEndArray();
        write(json, "group", from.group());
        json.writeStringField("priority", from.priority().word());
        write(json, "expiresAt", from.expiresAt().map(Instant::toString));
        json.writeFieldName("data");
        json.writeTree(from.data());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(name, text.get());
        }
    }
}
