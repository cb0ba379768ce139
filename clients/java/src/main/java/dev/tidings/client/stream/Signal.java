package dev.tidings.client.stream;

import java.time.Duration;
import java.util.List;

/**
 * What a stream says: events, and whatever there is to know about having them. The closed set of its kinds; immutable.
 */
public sealed interface Signal {

    /**
     * Where the stream stands with this signal and all before it. Stored when the signal has been dealt with, it is what a
     * later stream begins {@code from}: nothing is lost then, and what was dealt with but not stored comes again.
     */
    Positions position();

    /** An event, once and in its channel's order. */
    record Event(String channel, long offset, CloudEvent event, Positions position) implements Signal {}

    /** The channel is subscribed from now on: it had no position. */
    record Subscribed(String channel, long offset, Positions position) implements Signal {}

    /** The channel goes on from its position: what was missed follows, then {@link Live}. */
    record Recovered(String channel, long offset, Positions position) implements Signal {}

    /** What was missed has come; what follows is new. */
    record Live(String channel, long offset, Positions position) implements Signal {}

    /**
     * What was missed can't be had: whoever keeps a view of the channel reads it anew. The stream goes on after the offset.
     */
    record Gap(String channel, Reason reason, long offset, Positions position) implements Signal {

        /** Why it can't be had. */
        public enum Reason {
            /** The log is another one than before. */
            EPOCH,
            /** The log doesn't reach back so far any more. */
            EXPIRED,
            /** Too much was missed. */
            TOO_FAR,
            /** The log has not reached that position, or the server doesn't say. */
            UNKNOWN
        }
    }

    /** The server ended the subscription: the user has no right to it any more. */
    record Unsubscribed(String channel, String code, Positions position) implements Signal {}

    /** A channel that was asked for is not open to the user, or is none: {@code channel-refused}, {@code bad-channel}. */
    record Refused(String channel, String code, String message, Positions position) implements Signal {}

    /** Who is on a presence channel: all of them once after subscribing, then who comes and goes. */
    record Presence(String channel, Change change, List<Member> members, Positions position) implements Signal {

        /** Copies. */
        public Presence {
            members = List.copyOf(members);
        }

        /** What happened to the members. */
        public enum Change {
            /** These are all. */
            STATE,
            /** These came. */
            JOIN,
            /** These left. */
            LEAVE
        }
    }

    /** A connection is there; also when the stream moves to another server without a pause. */
    record Connected(String session, String user, Positions position) implements Signal {}

    /**
     * There is no connection for the moment. It is tried again by itself.
     *
     * @param why for a person to read
     * @param retryIn when it is tried again
     */
    record Disconnected(String why, Duration retryIn, Positions position) implements Signal {}
}
