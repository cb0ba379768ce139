package dev.tidings.client.backend;

import dev.tidings.client.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event of the product's own to be published on a channel: live and replayable, in no feed. Immutable. */
public final class ChannelEvent {

    private final Map<String, Json> members;

    private ChannelEvent(Map<String, Json> members) {
        this.members = members;
    }

    /** On that channel, of that type: {@code private:orders.17}, {@code order.moved}. */
    public static ChannelEvent on(String channel, String type) {
        return new ChannelEvent(Map.of()).with("channel", channel).with("type", type);
    }

    /** What it says: maps, lists, strings, numbers, booleans, or {@link Json}. */
    public ChannelEvent data(Object data) {
        return with("data", data);
    }

    /** An id of the product's own; otherwise the server makes one. */
    public ChannelEvent id(String id) {
        return with("id", id);
    }

    /** As the wire has it. */
    public Json toJson() {
        return new Json.Members(members);
    }

    private ChannelEvent with(String name, Object value) {
        Map<String, Json> more = new LinkedHashMap<>(members);
        more.put(name, Json.of(value));
        return new ChannelEvent(more);
    }
}
