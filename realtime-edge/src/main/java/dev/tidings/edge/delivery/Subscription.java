package dev.tidings.edge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.edge.log.CatchUpRequest;
import dev.tidings.edge.log.Loss;
import dev.tidings.edge.protocol.ServerMessage;
import dev.tidings.edge.rendering.Outlet;
import dev.tidings.edge.rendering.Rendered;
import java.util.Optional;

/**
 * A connection's position in one channel, and what its client was told of it. That is all that is kept: there is no queue,
 * what it lacks is in the log. Event-loop confined, and moved by its {@link Deliverer} alone.
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

    /** What is done with it when it begins. */
    enum Start {
        FROM_NOW,
        FROM_POSITION,
        /** Its position is of another log. */
        FROM_ANOTHER_LOG
    }

    private final AppChannel channel;
    private final String key;
    private final Outlet outlet;
    private final Start start;

    /** Where its channel is in the log that is read now. */
    int partition;

    State state = State.BEHIND;
    long position;
    /** What was told to the client: nothing yet, or that everything follows; and whether it waits for its "live". */
    boolean announced;

    /** What it asked of the catch-up reader last. */
    Optional<CatchUpRequest> catchUp = Optional.empty();

    /** Its place among the channel's subscriptions. */
    int index;

    private boolean owesLive;
    /** The client's name for its request, until that is answered. */
    private JsonNode ref;

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

    public Channel channel() {
        return channel.channel();
    }

    /** Whether the client was told that it is subscribed. */
    public boolean isAnnounced() {
        return announced;
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

    /** What could not be written it doesn't have. */
    void write(Rendered event) {
        long before = position;
        // First, because an event may carry the position of the whole connection, itself included.
        position = event.offset();
        try {
            outlet.write(event);
        } catch (RuntimeException | OutOfMemoryError e) {
            position = before;
            throw e;
        }
    }

    /** It has everything up to the head, and what comes next is new. */
    void arrive(long head) {
        state = State.AT_HEAD;
        if (owesLive) {
            owesLive = false;
            send(new ServerMessage.Live(channel().name(), Math.max(position, head)));
        }
    }

    /** From now on, whatever was before. */
    void startAtHead(long head) {
        position = head;
        state = State.AT_HEAD;
    }

    void announceStart() {
        announce(null, null, null);
    }

    /** Answers whether it is still there: writing may have shown that its connection is gone. */
    boolean announceRecovered() {
        if (!announced) {
            announce(true, null, null);
        }
        return state != State.ENDED;
    }

    void lose(Loss loss, long head, Epoch epoch) {
        owesLive = false;
        startAtHead(head);
        announce(false, loss.reason(), loss == Loss.EPOCH ? epoch.text() : null);
    }

    private void announce(Boolean recovered, String reason, String epoch) {
        JsonNode answered = ref;
        ref = null;
        announced = true;
        send(new ServerMessage.Subscribed(channel().name(), position, recovered, reason, epoch, answered));
    }

    private void send(ServerMessage message) {
        outlet.write(message);
        outlet.flush();
    }
}
