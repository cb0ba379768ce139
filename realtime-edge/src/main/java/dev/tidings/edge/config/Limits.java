package dev.tidings.edge.config;

/**
 * What the connections of one app may. Immutable.
 *
 * @param connections of the app on this edge
 * @param connectionsPerUser of one of its users on this edge
 * @param handshakesPerSecond of the app on this edge, all of its users together; 0 is no limit
 * @param messageBytes of a message that a client sends
 * @param channels of a connection, besides the two that are subscribed by themselves
 */
public record Limits(
        int connections,
        int connectionsPerUser,
        int handshakesPerSecond,
        int messageBytes,
        int messagesPerSecond,
        int messageBurst,
        int channels) {

    static Limits of(EdgeConfig.Sessions usual) {
        return new Limits(
                usual.connections(),
                usual.connectionsPerUser(),
                0,
                usual.messageBytes(),
                usual.messagesPerSecond(),
                usual.messageBurst(),
                usual.channels());
    }

    Limits with(EdgeConfig.AppLimits own) {
        return new Limits(
                own.connections().orElse(connections),
                own.connectionsPerUser().orElse(connectionsPerUser),
                own.handshakesPerSecond().orElse(handshakesPerSecond),
                own.messageBytes().orElse(messageBytes),
                own.messagesPerSecond().orElse(messagesPerSecond),
                own.messageBurst().orElse(messageBurst),
                own.channels().orElse(channels));
    }
}
