package dev.tidings.contract.channel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A channel of one app: what the log is keyed by ({@code demo/user:ann}) and what nothing crosses. Every index, cache
 * and subscription is by this, never by the channel alone. Immutable.
 */
public record AppChannel(String app, Channel channel) {

    private static final Pattern APP = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public AppChannel {
        if (!isApp(app)) {
            throw new IllegalArgumentException("not an app name");
        }
    }

    public static boolean isApp(String name) {
        return APP.matcher(name).matches();
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
