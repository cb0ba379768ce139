package dev.tidings.contract.channel;

import java.util.Optional;

/** A named, ordered stream of events within an app. The closed set of its kinds; immutable. */
public sealed interface Channel {

    /** Of an id or a name. */
    int MAX_NAME_CHARS = 160;

    Everyone EVERYONE = new Everyone();

    /** As on the wire: {@code user:ann}. */
    String name();

    /** One user's own; subscribed on every connection of that user, and by nobody else. */
    record User(String id) implements Channel {
        public User {
            requireName(id);
        }

        @Override
        public String name() {
            return "user:" + id;
        }
    }

    /** Every user of the app; subscribed on every connection. */
    record Everyone() implements Channel {
        @Override
        public String name() {
            return "everyone";
        }
    }

    /** Open to every user of the app who asks. */
    record Public(String topic) implements Channel {
        public Public {
            requireName(topic);
        }

        @Override
        public String name() {
            return "public:" + topic;
        }
    }

    /** Open to users whose token or grant names it. */
    record Private(String topic) implements Channel {
        public Private {
            requireName(topic);
        }

        @Override
        public String name() {
            return "private:" + topic;
        }
    }

    /** As private; its members see each other. */
    record Presence(String topic) implements Channel {
        public Presence {
            requireName(topic);
        }

        @Override
        public String name() {
            return "presence:" + topic;
        }
    }

    /** The channel of that name, or empty where the name is none: {@code bad-channel}. */
    static Optional<Channel> parse(String name) {
        if (name.equals("everyone")) {
            return Optional.of(EVERYONE);
        }
        int colon = name.indexOf(':');
        if (colon < 0 || !isName(name.substring(colon + 1))) {
            return Optional.empty();
        }
        String rest = name.substring(colon + 1);
        return switch (name.substring(0, colon)) {
            case "user" -> Optional.of(new User(rest));
            case "public" -> Optional.of(new Public(rest));
            case "private" -> Optional.of(new Private(rest));
            case "presence" -> Optional.of(new Presence(rest));
            default -> Optional.empty();
        };
    }

    /** Whether a user id or a channel's own name may be written so. Asked for every record: a loop, no pattern. */
    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isNameCharacter(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_.-=+@,".indexOf(c) >= 0;
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a channel name");
        }
    }
}
