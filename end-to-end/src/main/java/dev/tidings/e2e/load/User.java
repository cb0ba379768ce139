package dev.tidings.e2e.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A user with a device that listens and others that read and say things. Safe for use by several threads. */
public final class User implements AutoCloseable {

    private static final List<String> SETS = List.of(
            "{\"read\":true}",
            "{\"read\":false}",
            "{\"seen\":true}",
            "{\"archived\":true}",
            "{\"archived\":false}",
            "{\"read\":false,\"archived\":true}");

    private final Api api;
    private final String name = "u" + UUID.randomUUID();
    private final Token token;
    private final Ear ear;

    /** All that any device was told of the counters. */
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();

    /** What was accepted of what its devices said. */
    private final Queue<Word> said = new ConcurrentLinkedQueue<>();

    /** Listens when this returns. */
    public User(Api api) {
        this.api = api;
        this.token = new Token(api, name);
        this.ear = new Ear(api, name, token);
    }

    public String name() {
        return name;
    }

    public Ear ear() {
        return ear;
    }

    List<Word> said() {
        return List.copyOf(said);
    }

    /** What was told in answers, and by badges. */
    List<Told> told() {
        List<Told> all = new ArrayList<>(told);
        all.addAll(badges());
        return all;
    }

    /** As a client keeps it: a badge is applied if it is newer than the one before. */
    public Optional<Told> badge() {
        return badges().stream().reduce((kept, next) -> next.covers(kept.own(), kept.everyone()) ? next : kept);
    }

    private List<Told> badges() {
        return ear.own().stream()
                .filter(heard -> heard.type().equals("feed.badge"))
                .map(heard -> Told.of(heard.data(), heard.data().path("asOf").asText()))
                .toList();
    }

    /** Any of what a device may do. The answer says how it went. */
    Api.Answer anything(Random random) {
        String category = random.nextInt(3) == 0 ? "\"category\":\"orders\"" : "";
        return switch (random.nextInt(9)) {
            case 0, 1 -> feed("?limit=3");
            case 2 -> counters();
            case 3 -> say("POST", "/read", "{" + category + "}");
            case 4 -> say("POST", "/seen", "{" + category + "}");
            case 5 -> upTo(random);
            case 6 -> {
                List<String> ids = ids(random, 8);
                yield ids.isEmpty()
                        ? counters()
                        : say(
                                "POST",
                                "/items:batch",
                                "{\"ids\":[\"%s\"],\"set\":%s}"
                                        .formatted(String.join("\",\"", ids), SETS.get(random.nextInt(SETS.size()))));
            }
            default -> {
                List<String> ids = ids(random, 1);
                yield ids.isEmpty()
                        ? counters()
                        : say("PATCH", "/items/" + ids.getFirst(), SETS.get(random.nextInt(SETS.size())));
            }
        };
    }

    private Api.Answer upTo(Random random) {
        List<Told> known = List.copyOf(told);
        return known.isEmpty()
                ? counters()
                : say(
                        "POST",
                        "/read",
                        "{\"upTo\":\"" + known.get(random.nextInt(known.size())).asOf() + "\"}");
    }

    /** Of some of the newest items that the listening device knows. */
    private List<String> ids(Random random, int count) {
        List<Ear.Heard> own = ear.own();
        return own.subList(Math.max(0, own.size() - 100), own.size()).stream()
                .filter(heard -> heard.type().equals("notification.created"))
                .filter(heard -> random.nextInt(4) == 0)
                .map(heard -> heard.event().path("id").asText())
                .limit(count)
                .toList();
    }

    public Api.Answer counters() {
        Api.Answer answer = token.call(text -> api.get("/v1/feed/counters", text));
        if (answer.status() == 200) {
            told.add(Told.of(answer.json(), answer.json().path("asOf").asText()));
        }
        return answer;
    }

    public Api.Answer feed(String query) {
        Api.Answer answer = token.call(text -> api.get("/v1/feed" + query, text));
        if (answer.status() == 200) {
            told.add(Told.of(
                    answer.json().path("counters"), answer.json().path("resume").asText()));
        }
        return answer;
    }

    public Api.Answer say(String method, String path, String body) {
        Api.Answer answer = token.call(text -> api.call(method, "/v1/feed" + path, text, body));
        if (answer.status() == 200) {
            told.add(Told.of(answer.json(), answer.json().path("asOf").asText()));
        }
        if (answer.status() == 200 || answer.status() == 202) {
            said.addAll(Word.of(path, json(body)));
        }
        return answer;
    }

    private static JsonNode json(String text) {
        try {
            return Api.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The whole feed, page by page: each item once. */
    Map<String, PlainFeed.State> wholeFeed() {
        Map<String, PlainFeed.State> states = new TreeMap<>();
        for (String status : List.of("all", "archived")) {
            String before = "";
            JsonNode page;
            do {
                page = feed("?limit=100&status=" + status + before).json();
                for (JsonNode item : page.path("items")) {
                    PlainFeed.State state = new PlainFeed.State(
                            item.path("read").asBoolean(),
                            item.path("seen").asBoolean(),
                            item.path("archived").asBoolean());
                    if (states.put(item.path("id").asText(), state) != null) {
                        throw new AssertionError("listed twice: " + item);
                    }
                }
                before = "&before=" + page.at("/page/before").asText();
            } while (page.at("/page/hasMore").asBoolean());
        }
        return states;
    }

    @Override
    public void close() {
        ear.close();
    }
}
