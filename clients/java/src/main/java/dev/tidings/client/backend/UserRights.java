package dev.tidings.client.backend;

import dev.tidings.client.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A user, and what a connection token lets them do beside their own channel, {@code everyone} and the public ones.
 * Immutable: what changes one makes another.
 */
public final class UserRights {

    private final Map<String, Json> members;

    private UserRights(Map<String, Json> members) {
        this.members = members;
    }

    /** That user, with no further rights. */
    public static UserRights of(String user) {
        return new UserRights(Map.of()).with("user", user);
    }

    /** May subscribe to what these match: {@code private:orders.*}. */
    public UserRights channels(String... patterns) {
        return with("channels", added("channels", patterns));
    }

    /** May publish to what these match: {@code presence:doc.*}. */
    public UserRights publish(String... patterns) {
        return with("publish", added("publish", patterns));
    }

    /** What other members of a presence channel see of the user. */
    public UserRights info(Map<String, ?> info) {
        return with("info", info);
    }

    /** How long a connection may be opened with the token: a minute where nothing is said. */
    public UserRights ttl(Duration ttl) {
        return with("ttl", ttl.toSeconds());
    }

    /** How long such a connection may stay without a refresh: an hour where nothing is said. */
    public UserRights connectionTtl(Duration ttl) {
        return with("connectionTtl", ttl.toSeconds());
    }

    /** As the wire has it. */
    public Json toJson() {
        return new Json.Members(members);
    }

    private List<Json> added(String name, String... patterns) {
        List<Json> all =
                new ArrayList<>(members.getOrDefault(name, Json.Null.VALUE).list());
        for (String pattern : patterns) {
            all.add(Json.of(pattern));
        }
        return all;
    }

    private UserRights with(String name, Object value) {
        Map<String, Json> more = new LinkedHashMap<>(members);
        more.put(name, Json.of(value));
        return new UserRights(more);
    }
}
