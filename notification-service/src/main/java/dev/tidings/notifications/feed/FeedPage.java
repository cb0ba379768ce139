package dev.tidings.notifications.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.contract.channel.AppChannel;
import java.util.ArrayList;
import java.util.List;

/** A page of the two lists as one, newest first, and what was read in the same snapshot. Immutable. */
record FeedPage(
        AppChannel user, List<FeedItem> items, Cursor next, boolean hasMore, Counters counters, Positions positions) {

    FeedPage {
        items = List.copyOf(items);
    }

    /** Takes {@code limit} of both; each has at least as many as there are, or one more than the limit. */
    static FeedPage merge(
            AppChannel user,
            List<FeedItem> own,
            List<FeedItem> broadcasts,
            Cursor from,
            int limit,
            Counters counters,
            Positions positions) {
        List<FeedItem> items = new ArrayList<>();
        int ofOwn = 0;
        int ofBroadcasts = 0;
        while (items.size() < limit && ofOwn + ofBroadcasts < own.size() + broadcasts.size()) {
            boolean takeOwn = ofBroadcasts == broadcasts.size()
                    || (ofOwn < own.size()
                            && !own.get(ofOwn)
                                    .createdAt()
                                    .isBefore(broadcasts.get(ofBroadcasts).createdAt()));
            items.add(takeOwn ? own.get(ofOwn++) : broadcasts.get(ofBroadcasts++));
        }
        Cursor next = new Cursor(
                ofOwn == 0 ? from.own() : own.get(ofOwn - 1).place(),
                ofBroadcasts == 0
                        ? from.everyone()
                        : broadcasts.get(ofBroadcasts - 1).place());
        boolean hasMore = ofOwn < own.size() || ofBroadcasts < broadcasts.size();
        return new FeedPage(user, items, next, hasMore, counters, positions);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("items");
        items.forEach(item -> list.add(ItemJson.of(user, positions.generation(), item)));
        json.putObject("page").put("before", hasMore ? next.text() : null).put("hasMore", hasMore);
        json.set("counters", counters.json());
        json.put("resume", positions.resume(user).toString());
        return json;
    }
}
