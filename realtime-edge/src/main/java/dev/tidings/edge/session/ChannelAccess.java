package dev.tidings.edge.session;

import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.contract.token.GrantToken;

/** Who may subscribe to what, asked on every subscription. The app is the token's: no request can name another. Stateless. */
public final class ChannelAccess {

    private ChannelAccess() {}

    public static boolean maySubscribe(ConnectionToken token, Channel channel) {
        return switch (channel) {
            case Channel.User(String id) -> id.equals(token.user());
            case Channel.Everyone() -> true;
            case Channel.Public(String any) -> true;
            case Channel.Private(String named) -> isNamed(token, channel);
            case Channel.Presence(String named) -> isNamed(token, channel);
        };
    }

    public static boolean mayPublish(ConnectionToken token, Channel channel) {
        return token.publish().stream().anyMatch(pattern -> pattern.matches(channel));
    }

    /** Whether a grant is this user's, for that channel. */
    static boolean isFor(GrantToken grant, ConnectionToken token, Channel channel) {
        return grant.app().equals(token.app())
                && grant.user().equals(token.user())
                && grant.channel().equals(channel);
    }

    private static boolean isNamed(ConnectionToken token, Channel channel) {
        return token.channels().stream().anyMatch(pattern -> pattern.matches(channel));
    }
}
