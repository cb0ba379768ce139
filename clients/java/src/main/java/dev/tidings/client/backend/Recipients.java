package dev.tidings.client.backend;

import dev.tidings.client.json.Json;
import java.util.List;
import java.util.Map;

/** Who gets a notification. */
public sealed interface Recipients {

    /** These, at most 1,000: each has it live and in the feed. */
    record Users(List<String> ids) implements Recipients {
        /** Copies. */
        public Users {
            ids = List.copyOf(ids);
        }
    }

    /** All of the app's users: live, and in every feed. */
    record Everyone() implements Recipients {}

    /** Whoever is subscribed to that channel, or comes back to it: live, and in no feed. */
    record Channel(String name) implements Recipients {}

    /** These users. */
    static Recipients users(String... ids) {
        return new Users(List.of(ids));
    }

    /** All of the app's users. */
    static Recipients everyone() {
        return new Everyone();
    }

    /** A channel's. */
    static Recipients channel(String name) {
        return new Channel(name);
    }

    /** As the wire has it. */
    default Json toJson() {
        if (this instanceof Users users) {
            return Json.of(Map.of("users", users.ids()));
        }
        return this instanceof Channel channel
                ? Json.of(Map.of("channel", channel.name()))
                : Json.of(Map.of("everyone", true));
    }
}
