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
import java.util.stream.Stream;

/**
 * What a user's feed must be, made from the log in the plainest way: each item is asked what the newest word about it was.
 * Knows nothing of watermarks, counters or batches. What a broadcast's user had muted is told to it.
 */
final class FeedModel {

    /** A category, and the offsets of broadcasts between which it was muted. */
    record Muted(String category, long after, long until) {}

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
            this.category = entry.data().path("category").asText("");
        }

        boolean isUnread() {
            return !read && !archived;
        }

        boolean isUnseen() {
            return !seen && !archived;
        }
    }

    private final String user;
    private final List<Item> items = new ArrayList<>();
    private final Set<String> leftOut = new HashSet<>();

    private FeedModel(String user) {
        this.user = user;
    }

    static FeedModel of(String app, String user, Instant joined, List<Muted> muted, Instant now) {
        FeedModel model = new FeedModel(user);
        List<Log.Entry> own = Log.of(app + "/user:" + user);
        model.add(once(own), true, now);
        model.add(
                once(Log.of(app + "/everyone"))
                        .filter(entry -> !model.isLeftOut(entry, muted))
                        .filter(entry -> entry.record().timestamp() >= joined.toEpochMilli()),
                false,
                now);
        own.forEach(model::hear);
        model.items.sort(Comparator.<Item>comparingLong(item -> -item.millis)
                .thenComparing(item -> !item.own)
                .thenComparingLong(item -> -item.offset));
        return model;
    }

    /** An empty category means all. An archived item counts as read and seen. */
    List<String> items(String status, String category) {
        return items.stream()
                .filter(item -> category.isEmpty() || item.category.equals(category))
                .filter(item -> switch (status) {
                    case "all" -> !item.archived;
                    case "unread" -> item.isUnread();
                    default -> item.archived;
                })
                .map(item ->
                        item.id + Person.state(item.read || item.archived, item.seen || item.archived, item.archived))
                .toList();
    }

    /** As {@code QuickClient.counts}. */
    String counts() {
        Map<String, Long> byCategory = new TreeMap<>();
        items.stream()
                .filter(item -> item.isUnread() && !item.category.isEmpty())
                .forEach(item -> byCategory.merge(item.category, 1L, Long::sum));
        return items.stream().filter(Item::isUnread).count() + "/"
                + items.stream().filter(Item::isUnseen).count() + " " + byCategory;
    }

    /** Broadcasts that were muted. */
    Set<String> leftOut() {
        return leftOut;
    }

    private boolean isLeftOut(Log.Entry entry, List<Muted> muted) {
        String category = entry.data().path("category").asText("");
        long offset = entry.record().offset();
        boolean out = !entry.data().path("priority").asText().equals("critical")
                && muted.stream()
                        .anyMatch(span ->
                                span.category().equals(category) && offset > span.after() && offset <= span.until());
        if (out) {
            leftOut.add(entry.event().get("id").textValue());
        }
        return out;
    }

    /** The notifications; of those that were sent twice, the first. */
    private static Stream<Log.Entry> once(List<Log.Entry> entries) {
        Set<String> known = new HashSet<>();
        return entries.stream()
                .filter(entry -> type(entry).equals("notification.created"))
                .filter(entry -> known.add(entry.event().get("id").textValue()));
    }

    private void add(Stream<Log.Entry> entries, boolean own, Instant now) {
        entries.forEach(entry -> {
            JsonNode expiresAt = entry.data().path("expiresAt");
            if (!expiresAt.isTextual() || !Instant.parse(expiresAt.textValue()).isBefore(now)) {
                items.add(new Item(entry, own));
            }
        });
    }

    private void hear(Log.Entry entry) {
        switch (type(entry)) {
            case "feed.changed" -> change(entry);
            case "feed.deleted" -> delete(entry.record().offset());
            default -> {}
        }
    }

    private void delete(long offset) {
        items.removeIf(item -> item.own && item.offset <= offset);
        items.stream().filter(item -> !item.own).forEach(item -> {
            item.read = false;
            item.seen = false;
            item.archived = false;
        });
    }

    private void change(Log.Entry word) {
        JsonNode data = word.data();
        String op = data.get("op").textValue();
        Set<String> ids = new HashSet<>();
        data.path("ids").forEach(id -> ids.add(id.textValue()));
        for (Item item : items) {
            if (data.has("ids")
                    ? ids.contains(item.id)
                    : covers(data, item, word.record().offset())) {
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

    private boolean covers(JsonNode data, Item item, long wordOffset) {
        if (data.has("category") && !data.get("category").textValue().equals(item.category)) {
            return false;
        }
        for (String part : data.get("upTo").textValue().split(";", -1)) {
            String[] channel = part.split("~", -1);
            if (channel[0].equals(item.own ? "user:" + user : "everyone")) {
                return item.offset <= Long.parseLong(channel[1]) && (!item.own || item.offset < wordOffset);
            }
        }
        return false;
    }

    private static String type(Log.Entry entry) {
        return entry.event().get("type").textValue();
    }
}
