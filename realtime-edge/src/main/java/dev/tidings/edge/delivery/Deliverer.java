package dev.tidings.edge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.position.Position;
import dev.tidings.edge.log.CatchUpRequest;
import dev.tidings.edge.log.LogBatch;
import dev.tidings.edge.log.LogEntry;
import dev.tidings.edge.log.Loss;
import dev.tidings.edge.log.OpenLog;
import dev.tidings.edge.log.Tail;
import dev.tidings.edge.protocol.ServerMessage;
import dev.tidings.edge.rendering.Outlet;
import dev.tidings.edge.rendering.Rendered;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Delivers to the subscriptions of one event loop, and to no others: confined to it, asserted where it is entered.
 *
 * <p>Why nothing is lost or repeated: a record is appended to the tail before the batch that holds it is handed to this
 * loop. A subscription that finds nothing more in the tail is at the head; whatever is appended later comes in a batch
 * that runs later here. And what comes twice, by the tail and by a batch, is not after its position any more.
 */
public final class Deliverer {

    /** How much of a backlog one subscription gets written before others have their turn. */
    private static final int ENTRIES_A_TURN = 64;

    private static final Logger LOG = Logger.getLogger(Deliverer.class);

    private final EventLoop loop;
    private final DeliveryMeters meters;
    private final Subscribers subscribers = new Subscribers();

    private OpenLog log;
    /** By partition, the last offset that this loop was given. */
    private long[] heads;

    Deliverer(EventLoop loop, DeliveryMeters meters) {
        this.loop = loop;
        this.meters = meters;
    }

    public EventLoop loop() {
        return loop;
    }

    /** Whether the log was read far enough to subscribe to it. */
    public boolean isOpen() {
        return log != null;
    }

    public Epoch epoch() {
        return log.topic().epoch();
    }

    /** From now on, when it begins. */
    public Subscription add(AppChannel channel, Outlet outlet, JsonNode ref) {
        return add(channel, Subscription.Start.FROM_NOW, Position.NOTHING, outlet, ref);
    }

    /** From that position on, when it begins; or with a word that it can't be had. */
    public Subscription add(AppChannel channel, Epoch epoch, long offset, Outlet outlet, JsonNode ref) {
        Subscription.Start start =
                epoch.equals(epoch()) ? Subscription.Start.FROM_POSITION : Subscription.Start.FROM_ANOTHER_LOG;
        return add(channel, start, offset, outlet, ref);
    }

    private Subscription add(AppChannel channel, Subscription.Start start, long offset, Outlet outlet, JsonNode ref) {
        assert loop.inEventLoop();
        int partition = log.topic().partitionOf(channel.key());
        long position = start == Subscription.Start.FROM_POSITION ? offset : heads[partition];
        Subscription subscription = new Subscription(channel, partition, start, position, outlet, ref);
        subscribers.add(subscription);
        meters.subscriptionBegan();
        return subscription;
    }

    /**
     * Announces it, and delivers. Apart from adding it, because what is delivered may name the positions of the whole
     * connection, which has to have all of its subscriptions by then.
     */
    public void begin(Subscription subscription) {
        assert loop.inEventLoop();
        if (subscription.state == Subscription.State.ENDED) {
            // What was written just before showed that its connection is gone.
            return;
        }
        switch (subscription.start()) {
            case FROM_NOW -> {
                startAtHead(subscription);
                announce(subscription, null, Optional.empty());
            }
            case FROM_POSITION -> advance(subscription);
            case FROM_ANOTHER_LOG -> lose(subscription, Loss.EPOCH);
        }
    }

    /** Up to where its client has everything. At the head that is as far as this loop was given the log. */
    public long position(Subscription subscription) {
        return subscription.state == Subscription.State.AT_HEAD
                ? Math.max(subscription.position, heads[subscription.partition])
                : subscription.position;
    }

    public void unsubscribe(Subscription subscription) {
        assert loop.inEventLoop();
        if (subscription.state != Subscription.State.ENDED) {
            subscription.state = Subscription.State.ENDED;
            subscription.catchUp.ifPresent(CatchUpRequest::cancel);
            subscribers.remove(subscription);
            meters.subscriptionEnded();
        }
    }

    /** Its socket can be written to again. */
    public void resumeReading(Subscription subscription) {
        assert loop.inEventLoop();
        if (subscription.state == Subscription.State.BEHIND) {
            advance(subscription);
        }
    }

    /** The log was opened, or opened anew: the same log goes on from each one's position, another one makes them void. */
    void warm(OpenLog opened, long[] newHeads) {
        assert loop.inEventLoop();
        boolean sameLog = log == null || log.topic().equals(opened.topic());
        long[] oldHeads = heads;
        log = opened;
        heads = newHeads;
        for (Subscription subscription : subscribers.all()) {
            if (!sameLog) {
                subscription.partition = opened.topic().partitionOf(subscription.key());
                lose(subscription, Loss.EPOCH);
                continue;
            }
            if (subscription.state == Subscription.State.AT_HEAD) {
                subscription.position = Math.max(subscription.position, oldHeads[subscription.partition]);
            }
            if (subscription.announced && subscription.position > heads[subscription.partition]) {
                // The log lost its end: what it has there now is something else.
                lose(subscription, Loss.UNKNOWN);
            } else {
                advance(subscription);
            }
        }
    }

    void deliver(LogBatch batch) {
        assert loop.inEventLoop();
        Set<Outlet> touched = new LinkedHashSet<>();
        try {
            for (LogEntry entry : batch.entries()) {
                List<Subscription> channel = subscribers.of(entry.key());
                if (!channel.isEmpty()) {
                    deliver(entry, channel, touched);
                }
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("A batch could not be delivered; everybody reads it from the tail", e);
            readAgain();
        }
        heads = batch.heads();
        touched.forEach(Outlet::flush);
    }

    /** Nobody is at the head for certain any more: each goes on from what it had for certain. */
    private void readAgain() {
        for (Subscription subscription : subscribers.all()) {
            if (subscription.state == Subscription.State.AT_HEAD) {
                subscription.position = Math.max(subscription.position, heads[subscription.partition]);
                subscription.state = Subscription.State.BEHIND;
                loop.execute(() -> resumeReading(subscription));
            }
        }
    }

    private void deliver(LogEntry entry, List<Subscription> channel, Set<Outlet> touched) {
        try (Rendered rendered = new Rendered(entry)) {
            for (Subscription subscription : channel) {
                if (subscription.state == Subscription.State.AT_HEAD && entry.offset() > subscription.position) {
                    if (subscription.outlet().isWritable()) {
                        write(subscription, rendered, entry);
                        touched.add(subscription.outlet());
                    } else {
                        // It had everything before this one: that, and not its last event, is where it stands.
                        subscription.position = entry.offset() - 1;
                        subscription.state = Subscription.State.BEHIND;
                    }
                }
            }
        }
    }

    private void write(Subscription subscription, Rendered rendered, LogEntry entry) {
        subscription.position = entry.offset();
        subscription.outlet().write(rendered);
        meters.delivered();
    }

    /** Reads the tail forward from the subscription's position, as far as its socket takes it. */
    private void advance(Subscription subscription) {
        subscription.state = Subscription.State.BEHIND;
        if (!subscription.outlet().isWritable()) {
            return;
        }
        // A position ahead of what this edge has read is for the catch-up reader too: it asks the log itself.
        boolean ahead = !subscription.announced && subscription.position > heads[subscription.partition];
        switch (ahead ? new Tail.Read.TooOld() : read(subscription)) {
            case Tail.Read.Entries(List<LogEntry> entries) -> {
                if (announceRecovered(subscription) && writeAll(subscription, entries)) {
                    loop.execute(() -> resumeReading(subscription));
                }
            }
            case Tail.Read.AtHead() -> {
                if (announceRecovered(subscription)) {
                    arrive(subscription);
                }
            }
            case Tail.Read.TooOld() -> catchUp(subscription);
        }
    }

    private Tail.Read read(Subscription subscription) {
        return log.tail().after(subscription.key(), subscription.partition, subscription.position, ENTRIES_A_TURN);
    }

    /** Answers whether the socket took them all; if not, it tells when it is writable again. */
    private boolean writeAll(Subscription subscription, List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            if (entry.offset() <= subscription.position) {
                continue;
            }
            if (!subscription.outlet().isWritable()) {
                subscription.outlet().flush();
                return false;
            }
            try (Rendered rendered = new Rendered(entry)) {
                write(subscription, rendered, entry);
            }
        }
        subscription.outlet().flush();
        return true;
    }

    private void arrive(Subscription subscription) {
        subscription.state = Subscription.State.AT_HEAD;
        if (subscription.owesLive) {
            subscription.owesLive = false;
            send(subscription, new ServerMessage.Live(subscription.channelName(), position(subscription)));
        }
    }

    private void catchUp(Subscription subscription) {
        subscription.state = Subscription.State.CATCHING_UP;
        CatchUpRequest request = new CatchUpRequest(
                subscription.key(),
                subscription.partition,
                subscription.position,
                loop,
                new CatchUpReader(subscription, log));
        subscription.catchUp = Optional.of(request);
        log.catchUp().request(request);
    }

    /** What the catch-up reader tells, as long as the subscription still waits for it. */
    private final class CatchUpReader implements CatchUpRequest.Reader {

        private final Subscription subscription;
        private final OpenLog of;

        CatchUpReader(Subscription subscription, OpenLog of) {
            this.subscription = subscription;
            this.of = of;
        }

        @Override
        public void recoverable() {
            if (waits()) {
                announceRecovered(subscription);
            }
        }

        @Override
        public boolean take(List<LogEntry> entries) {
            if (!waits()) {
                return false;
            }
            boolean all = writeAll(subscription, entries);
            if (!all) {
                subscription.state = Subscription.State.BEHIND;
            }
            return all;
        }

        @Override
        public void reachedTail(long position) {
            if (waits()) {
                subscription.position = Math.max(subscription.position, position);
                if (announceRecovered(subscription)) {
                    advance(subscription);
                }
            }
        }

        @Override
        public void lost(Loss loss) {
            if (waits()) {
                lose(subscription, loss);
            }
        }

        private boolean waits() {
            assert loop.inEventLoop();
            return of.equals(log) && subscription.state == Subscription.State.CATCHING_UP;
        }
    }

    /** The gap stays a gap, and the client is told; the stream goes on from the head. */
    private void lose(Subscription subscription, Loss loss) {
        subscription.owesLive = false;
        startAtHead(subscription);
        announce(subscription, false, Optional.of(loss));
    }

    private void startAtHead(Subscription subscription) {
        subscription.position = heads[subscription.partition];
        subscription.state = Subscription.State.AT_HEAD;
    }

    /** Answers whether it is still there: writing may have shown that its connection is gone. */
    private boolean announceRecovered(Subscription subscription) {
        if (!subscription.announced) {
            announce(subscription, true, Optional.empty());
        }
        return subscription.state != Subscription.State.ENDED;
    }

    private void announce(Subscription subscription, Boolean recovered, Optional<Loss> loss) {
        JsonNode ref = subscription.ref();
        subscription.announced = true;
        send(
                subscription,
                new ServerMessage.Subscribed(
                        subscription.channelName(),
                        subscription.position,
                        recovered,
                        loss.map(Loss::reason).orElse(null),
                        loss.filter(Loss.EPOCH::equals)
                                .map(another -> epoch().text())
                                .orElse(null),
                        ref));
    }

    private static void send(Subscription subscription, ServerMessage message) {
        subscription.outlet().write(message);
        subscription.outlet().flush();
    }
}
