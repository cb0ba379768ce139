package dev.tidings.e2e.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A call that publishes one notification, or a batch of them.
 *
 * @param titles of its notifications; no other has one of these
 */
public record Publication(String path, String body, Set<String> titles, Optional<String> key) {

    private static final List<String> CATEGORIES = List.of("", ",\"category\":\"orders\"", ",\"category\":\"news\"");

    /** That the log has it, as the API says. */
    public record Accepted(String id, String channel, long offset) {}

    /** To some of these, or to everyone; alone, or as a batch. */
    static Publication random(Random random, List<User> users, boolean keyed) {
        Set<String> titles = new HashSet<>();
        List<String> notifications = new ArrayList<>();
        boolean batch = random.nextInt(5) == 0;
        for (int i = batch ? 2 + random.nextInt(6) : 1; i > 0; i--) {
            String title = UUID.randomUUID().toString();
            titles.add(title);
            notifications.add("{\"to\":%s,\"title\":\"%s\"%s}"
                    .formatted(to(random, users), title, CATEGORIES.get(random.nextInt(CATEGORIES.size()))));
        }
        Optional<String> key = keyed ? Optional.of(UUID.randomUUID().toString()) : Optional.empty();
        return batch
                ? new Publication("/v1/notifications:batch", "[" + String.join(",", notifications) + "]", titles, key)
                : new Publication("/v1/notifications", notifications.getFirst(), titles, key);
    }

    private static String to(Random random, List<User> users) {
        if (random.nextInt(60) == 0) {
            return "{\"everyone\":true}";
        }
        Set<String> names = new HashSet<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            names.add("\"" + users.get(random.nextInt(users.size())).name() + "\"");
        }
        return "{\"users\":[" + String.join(",", names) + "]}";
    }

    /** What an answer says that the log has: all of it, or empty where it says no such thing. */
    Optional<List<Accepted>> accepted(Api.Answer answer) {
        if (answer.status() == 202) {
            return Optional.of(positions(answer.json()));
        }
        if (answer.status() != 200) {
            return Optional.empty();
        }
        List<Accepted> all = new ArrayList<>();
        for (JsonNode result : answer.json().path("results")) {
            if (result.path("status").asInt() != 202) {
                throw new AssertionError(answer);
            }
            all.addAll(positions(result));
        }
        return Optional.of(all);
    }

    private static List<Accepted> positions(JsonNode published) {
        List<Accepted> positions = new ArrayList<>();
        published
                .path("positions")
                .forEach(position -> positions.add(new Accepted(
                        published.path("id").asText(),
                        position.path("channel").asText(),
                        position.path("offset").asLong())));
        return positions;
    }
}
