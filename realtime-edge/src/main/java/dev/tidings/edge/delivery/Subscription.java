package dev.tidings.edge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.edge.log.CatchUpRequest;
import dev.tidings.edge.rendering.Outlet;
import java.util.Optional;

/**
 * A connection's position in one channel. That is all that is kept of it: there is no queue, what it lacks is in the log.
 * Event-loop confined, and moved by its {@link Deliverer} alone.
 */
public final class Subscription {

    /** Where it stands. */
    enum State {
        /** It has everything; the next event goes to it as it comes. */
        AT_HEAD,
        /** It reads the tail from its position on, whenever its socket is writable. */
        BEHIND,
        /** The tail doesn't reach its position: the catch-up reader serves it. */
        CATCHING_UP,
        /** It is no longer. */
        ENDED
    }

    private final AppChannel channel;
    private final String key;
    private final Outlet outlet;
    private final JsonNode ref;

    /** What is done with it when it begins. */
    enum Start {
        FROM_NOW,
        FROM_POSITION,
        /** Its position is of another log. */
        FROM_ANOTHER_LOG
    }

    private final Start start;

    /** Where its channel is in the log that is read now. */
    int partition;

    State state = State.BEHIND;
    long position;
    /** What was told to the client: nothing yet, or that everything follows; and whether it waits for its "live". */
    boolean announced;

    boolean owesLive;
    /** What it asked of the catch-up reader last. */
    Optional<CatchUpRequest> catchUp = Optional.empty();

    /** Its place among the channel's subscriptions. */
    int index;

    Subscription(AppChannel channel, int partition, Start start, long position, Outlet outlet, JsonNode ref) {
        this.channel = channel;
        this.key = channel.key();
        this.partition = partition;
        this.start = start;
        this.position = position;
        this.owesLive = start == Start.FROM_POSITION;
        this.outlet = outlet;
        this.ref = ref;
    }

    String channelName() {
        return channel.channel().name();
    }

    String key() {
        return key;
    }

    Start start() {
        return start;
    }

    Outlet outlet() {
        return outlet;
    }

    /** The client's name for its request; of use until the subscription was announced. */
    JsonNode ref() {
        return announced ? null : ref;
    }
}
