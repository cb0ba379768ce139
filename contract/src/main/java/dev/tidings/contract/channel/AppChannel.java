package dev.tidings.contract.channel;

import java.util.Optional;

/**
 * A channel of one app: what the log is keyed by ({@code demo/user:ann}) and what nothing crosses. Every index, cache
 * and subscription is by this, never by the channel alone. Immutable.
 */
public record AppChannel(String app, Channel channel) {

    private static final int MAX_APP_CHARS = 63;

    public AppChannel {
        if (!isApp(app)) {
            throw new IllegalArgumentException("not an app name");
        }
    }

    /** Letters, digits and, not at the beginning, hyphens. Asked for every record: a loop, no pattern. */
    public static boolean isApp(String name) {
        if (name.isEmpty() || name.length() > MAX_APP_CHARS || name.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                return false;
            }
        }
        return true;
    }

    /** The Kafka record's key. */
    public String key() {
        return app + "/" + channel.name();
    }

    /** Reads a record's key; empty where it is none of ours. */
    public static Optional<AppChannel> parseKey(String key) {
        int slash = key.indexOf('/');
        if (slash < 0 || !isApp(key.substring(0, slash))) {
            return Optional.empty();
        }
        String app = key.substring(0, slash);
        return Channel.parse(key.substring(slash + 1)).map(channel -> new AppChannel(app, channel));
    }
}
