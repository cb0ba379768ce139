package dev.tidings.client.backend;

import dev.tidings.client.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A notification to be published. Immutable: what changes one makes another. What is allowed the server says, and of all
 * faults at once.
 */
public final class Notification {

    /** How much it matters; {@link #CRITICAL} reaches also those who have muted its category. */
    public enum Priority {
        /** Can wait. */
        LOW,
        /** The usual. */
        NORMAL,
        /** Should be seen soon. */
        HIGH,
        /** Must be seen. */
        CRITICAL
    }

    private final Map<String, Json> members;

    private Notification(Map<String, Json> members) {
        this.members = members;
    }

    /** To those, with that title. */
    public static Notification to(Recipients recipients, String title) {
        return new Notification(Map.of()).with("to", recipients.toJson()).with("title", title);
    }

    /** What it is about, for a program: {@code order.shipped}. */
    public Notification type(String type) {
        return with("type", type);
    }

    /** What users mute and count by: {@code orders}. */
    public Notification category(String category) {
        return with("category", category);
    }

    /** The text below the title. */
    public Notification body(String body) {
        return with("body", body);
    }

    /** Where it leads: http, https or relative. */
    public Notification url(String url) {
        return with("url", url);
    }

    /** An image's address. */
    public Notification icon(String url) {
        return with("icon", url);
    }

    /** One more thing to do, at most 10. */
    public Notification action(String label, String url) {
        List<Json> actions =
                new ArrayList<>(members.getOrDefault("actions", Json.Null.VALUE).list());
        actions.add(Json.of(Map.of("label", label, "url", url)));
        return with("actions", actions);
    }

    /** What belongs together: {@code order-17}. */
    public Notification group(String group) {
        return with("group", group);
    }

    /** {@link Priority#NORMAL} where nothing is said. */
    public Notification priority(Priority priority) {
        return with("priority", priority.name().toLowerCase(Locale.ROOT));
    }

    /** Until when it is of use. */
    public Notification expiresAt(Instant instant) {
        return with("expiresAt", instant.toString());
    }

    /** The product's own data, at most 16 KiB: maps, lists, strings, numbers, booleans, or {@link Json}. */
    public Notification data(Map<String, ?> data) {
        return with("data", data);
    }

    /** As the wire has it. */
    public Json toJson() {
        return new Json.Members(members);
    }

    private Notification with(String name, Object value) {
        Map<String, Json> more = new LinkedHashMap<>(members);
        more.put(name, Json.of(value));
        return new Notification(more);
    }
}
