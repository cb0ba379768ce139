package dev.tidings.notifications.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.notifications.fixture.Log;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a user's feed must be, made from the log in the plainest way: each item is asked what the newest word about it was.
 * Knows nothing of watermarks, counters or batches.
 */
final class FeedModel {

    /** An item of the log, and what the words made of it. */
    static final class Item {
        final String id;
        final boolean own;
        final long offset;
        final long millis;
        final String category;
        boolean read;
        boolean seen;
        boolean archived;

        Item(Log.Entry entry, boolean own) {
            this.id = entry.event().get("id").textValue();
            this.own = own;
            this.offset = entry.record().offset();
            this.millis = entry.record().timestamp();
            this.category = entry.data().path("category").asText();
        }

        boolean isUnread() {
            return !read && !archived;
        }

        boolean isUnseen() {
            return !seen && !archived;
        }
    }

    private final List<Item> items = new ArrayList<>();

    private FeedModel() {}

    static FeedModel of(String app, String user, Instant now) {
        FeedModel model = new FeedModel();
        List<Log.Entry> own = Log.of(app + "/user:" + user);
        model.add(own, true, now);
        model.add(Log.of(app + "/everyone"), false, now);
        own.stream().filter(entry -> type(entry).equals("feed.changed")).forEach(model::say);
        model.items.sort(Comparator.<Item>comparingLong(item -> -item.millis)
                .thenComparing(item -> !item.own)
                .thenComparingLong(item -> -item.offset));
        return model;
    }

    List<String> ids(String status) {
        return items.stream()
                .filter(item -> switch (status) {
                    case "all" -> !item.archived;
                    case "unread" -> item.isUnread();
                    default -> item.archived;
                })
                .map(item -> item.id)
                .toList();
    }

    /** As {@code UserApi.counts()}. */
    String counts() {
        Map<String, Long> byCategory = new TreeMap<>();
        items.stream()
                .filter(item -> item.isUnread() && !item.category.isEmpty())
                .forEach(item -> byCategory.merge(item.category, 1L, Long::sum));
        return items.stream().filter(Item::isUnread).count() + "/"
                + items.stream().filter(Item::isUnseen).count() + " " + byCategory;
    }

    private void add(List<Log.Entry> entries, boolean own, Instant now) {
        Set<String> known = new HashSet<>();
        for (Log.Entry entry : entries) {
            if (!type(entry).equals("notification.created")) {
                continue;
            }
            JsonNode expiresAt = entry.data().path("expiresAt");
            boolean gone = expiresAt.isTextual()
                    && Instant.parse(expiresAt.textValue()).isBefore(now);
            if (!gone && known.add(entry.event().get("id").textValue())) {
                items.add(new Item(entry, own));
            }
        }
    }

    private void say(Log.Entry word) {
        JsonNode data = word.data();
        String op = data.get("op").textValue();
        for (Item item : items) {
            boolean about = data.has("ids")
                    ? data.get("ids")
                            .valueStream()
                            .anyMatch(id -> id.textValue().equals(item.id))
                    : covers(data, item, word.record().offset());
            if (about) {
                switch (op) {
                    case "read" -> {
                        item.read = true;
                        item.seen = true;
                    }
                    case "unread" -> item.read = false;
                    case "seen" -> item.seen = true;
                    case "archived" -> item.archived = true;
                    case "unarchived" -> item.archived = false;
                    default -> throw new AssertionError(op);
                }
            }
        }
    }

    private static boolean covers(JsonNode data, Item item, long wordOffset) {
        if (data.has("category") && !data.get("category").textValue().equals(item.category)) {
            return false;
        }
        for (String part : data.get("upTo").textValue().split(";", -1)) {
            String[] channel = part.split("~", -1);
            if (channel[0].equals(item.own ? "user:ann" : "everyone")) {
                return item.offset <= Long.parseLong(channel[1]) && (!item.own || item.offset < wordOffset);
            }
        }
        return false;
    }

    private static String type(Log.Entry entry) {
        return entry.event().get("type").textValue();
    }
}
