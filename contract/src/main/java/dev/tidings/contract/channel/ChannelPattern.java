package dev.tidings.contract.channel;

import java.util.Optional;

/**
 * What a token's {@code channels} and {@code publish} claims hold: the name of a private or presence channel, or the
 * beginning of one, its whole prefix included, followed by {@code *}. Immutable.
 */
public record ChannelPattern(String text) {

    public ChannelPattern {
        if (!isPattern(text)) {
            throw new IllegalArgumentException("not a channel pattern");
        }
    }

    public static Optional<ChannelPattern> parse(String text) {
        return isPattern(text) ? Optional.of(new ChannelPattern(text)) : Optional.empty();
    }

    public boolean matches(Channel channel) {
        return text.endsWith("*")
                ? channel.name().startsWith(text.substring(0, text.length() - 1))
                : channel.name().equals(text);
    }

    private static boolean isPattern(String text) {
        int colon = text.indexOf(':');
        String prefix = text.substring(0, Math.max(colon, 0));
        if (!prefix.equals("private") && !prefix.equals("presence")) {
            return false;
        }
        String rest = text.substring(colon + 1);
        return rest.endsWith("*")
                ? rest.length() == 1 || Channel.isName(rest.substring(0, rest.length() - 1))
                : Channel.isName(rest);
    }
}
