package dev.tidings.e2e.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a user's feed must be at a position, made in the plainest way of what the stream said up to there. Knows nothing of
 * watermarks, counters or batches.
 */
final class PlainFeed {

    /** What was made of an item. */
    record State(boolean read, boolean seen, boolean archived) {}

    private static final class Item {
        final String id;
        final boolean own;
        final long offset;
        final String category;
        boolean read;
        boolean seen;
        boolean archived;

        Item(Ear.Heard heard, boolean own) {
            this.id = heard.event().path("id").asText();
            this.own = own;
            this.offset = heard.offset();
            this.category = heard.data().path("category").asText();
        }

        State state() {
            return new State(read || archived, seen || archived, archived);
        }
    }

    private final List<Ear.Heard> ownEvents;
    private final List<Ear.Heard> broadcasts;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final List<Ear.Heard> words = new ArrayList<>();
    private int ownRead;
    private int broadcastsRead;
    private long everyone = -1;

    /** At the beginning: it has nothing yet. */
    PlainFeed(List<Ear.Heard> ownEvents, List<Ear.Heard> broadcasts) {
        this.ownEvents = ownEvents;
        this.broadcasts = broadcasts;
    }

    /** Goes on to that position, which lies behind in neither of the two. */
    void advance(long own, long everyone) {
        if (everyone < this.everyone) {
            throw new AssertionError("no view goes back from " + this.everyone + " to " + everyone);
        }
        this.everyone = everyone;
        for (;
                broadcastsRead < broadcasts.size()
                        && broadcasts.get(broadcastsRead).offset() <= everyone;
                broadcastsRead++) {
            // Users may have said something of it before the view had it: it is in another partition.
            Item item = add(broadcasts.get(broadcastsRead), false);
            words.forEach(word -> say(word, item));
        }
        for (; ownRead < ownEvents.size() && ownEvents.get(ownRead).offset() <= own; ownRead++) {
            Ear.Heard heard = ownEvents.get(ownRead);
            switch (heard.type()) {
                case "notification.created" -> add(heard, true);
                case "feed.changed" -> {
                    words.add(heard);
                    items.values().forEach(item -> say(heard, item));
                }
                default -> {}
            }
        }
    }

    Map<String, State> states() {
        Map<String, State> states = new TreeMap<>();
        items.forEach((id, item) -> states.put(id, item.state()));
        return states;
    }

    Told.Counts counts() {
        Map<String, Long> byCategory = new TreeMap<>();
        List<Item> unread =
                items.values().stream().filter(item -> !item.state().read()).toList();
        unread.stream()
                .filter(item -> !item.category.isEmpty())
                .forEach(item -> byCategory.merge(item.category, 1L, Long::sum));
        long unseen =
                items.values().stream().filter(item -> !item.state().seen()).count();
        return new Told.Counts(unread.size(), unseen, byCategory);
    }

    private Item add(Ear.Heard heard, boolean own) {
        Item item = new Item(heard, own);
        items.put(item.id, item);
        return item;
    }

    private static void say(Ear.Heard word, Item item) {
        JsonNode data = word.data();
        boolean about = data.has("ids")
                ? data.path("ids").valueStream().anyMatch(id -> id.asText().equals(item.id))
                : covers(data, item);
        if (!about) {
            return;
        }
        switch (data.path("op").asText()) {
            case "read" -> {
                item.read = true;
                item.seen = true;
            }
            case "unread" -> item.read = false;
            case "seen" -> item.seen = true;
            case "archived" -> item.archived = true;
            case "unarchived" -> item.archived = false;
            default -> throw new AssertionError(word);
        }
    }

    private static boolean covers(JsonNode data, Item item) {
        if (data.has("category") && !data.path("category").asText().equals(item.category)) {
            return false;
        }
        for (String part : data.path("upTo").asText().split(";", -1)) {
            String[] channel = part.split("~", -1);
            if (item.own ? channel[0].startsWith("user:") : channel[0].equals("everyone")) {
                return item.offset <= Long.parseLong(channel[1]);
            }
        }
        return false;
    }
}
