package dev.tidings.notifications.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.notifications.fixture.QuickClient;
import dev.tidings.notifications.fixture.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A user with several devices. Safe for use by any thread. */
final class Person {

    final String name;
    final Instant joined;
    final QuickClient client;

    /** Positions that one of the devices was at. */
    final List<String> resumes = new CopyOnWriteArrayList<>();

    Person(String app, String name, Instant joined) {
        this.name = name;
        this.joined = joined;
        this.client = new QuickClient(
                Tokens.connection(app, name).with("joined", joined.toString()).token(Duration.ofMinutes(30)));
    }

    String counts() throws Exception {
        return QuickClient.counts(client.get("/v1/feed/counters").of(200).json());
    }

    /** Of all pages, each with what the user said of it. */
    List<String> items(String status, String category) throws Exception {
        List<String> all = new ArrayList<>();
        String query = "/v1/feed?limit=37&status=" + status + (category.isEmpty() ? "" : "&category=" + category);
        String before = "";
        while (true) {
            JsonNode page = client.get(query + before).of(200).json();
            page.get("items")
                    .forEach(item -> all.add(item.get("id").textValue()
                            + state(
                                    item.get("read").booleanValue(),
                                    item.get("seen").booleanValue(),
                                    item.get("archived").booleanValue())));
            if (!page.at("/page/hasMore").booleanValue()) {
                return all;
            }
            before = "&before=" + page.at("/page/before").textValue();
        }
    }

    /** As {@code FeedModel} says it too. */
    static String state(boolean read, boolean seen, boolean archived) {
        return (read ? " read" : "") + (seen ? " seen" : "") + (archived ? " archived" : "");
    }
}
