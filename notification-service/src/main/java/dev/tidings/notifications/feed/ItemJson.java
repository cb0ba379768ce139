package dev.tidings.notifications.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.notifications.projection.Generation;
import dev.tidings.notifications.projection.StoredEvent;

/**
 * An item as the feed lists it. A product team may have written the event itself, so what is not of its type is left out:
 * every member is always there, and null where there is none.
 */
final class ItemJson {

    private ItemJson() {}

    /** As the user has it, with the offset that it has in that log. */
    static ObjectNode of(AppChannel user, Generation log, FeedItem item) {
        // An earlier version let some in that can't be read: of such a one the columns are shown.
        JsonNode data = StoredEvent.data(item.record()).orElseGet(MissingNode::getInstance);
        Channel channel = item.own() ? user.channel() : Channel.EVERYONE;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", item.id())
                .put("offset", log.offset(item.place()))
                .put("channel", channel.name())
                .put("type", text(data, "type", "notification"))
                .put("category", item.category().isEmpty() ? null : item.category())
                .put("title", text(data, "title", ""))
                .put("body", text(data, "body", null))
                .put("url", text(data, "url", null))
                .put("icon", text(data, "icon", null));
        json.set("actions", data.path("actions").isArray() ? data.get("actions") : json.arrayNode());
        json.put("group", text(data, "group", null))
                .put("priority", text(data, "priority", "normal"))
                .put("createdAt", item.createdAt().toString())
                .put("expiresAt", item.expiresAt().map(Object::toString).orElse(null))
                .put("seen", item.seen())
                .put("read", item.read())
                .put("archived", item.archived());
        json.set("data", data.path("data").isObject() ? data.get("data") : json.objectNode());
        return json;
    }

    private static String text(JsonNode data, String member, String otherwise) {
        return data.path(member).isTextual() ? data.get(member).textValue() : otherwise;
    }
}
