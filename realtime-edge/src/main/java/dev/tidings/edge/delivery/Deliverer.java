package dev.tidings.edge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.position.Position;
import dev.tidings.edge.log.CatchUpRequest;
import dev.tidings.edge.log.LogBatch;
import dev.tidings.edge.log.Loss;
import dev.tidings.edge.log.OpenLog;
import dev.tidings.edge.rendering.Outlet;
import io.netty.channel.EventLoop;
import org.jboss.logging.Logger;

/**
 * Delivers to the subscriptions of one event loop, and to no others: confined to it, asserted where it is entered.
 *
 * <p>Why nothing is lost or repeated: a record is appended to the tail before the batch that holds it is handed to this
 * loop. A subscription that finds nothing more in the tail is at the head; whatever is appended later comes in a batch
 * that runs later here. And what comes twice, by the tail and by a batch, is not after its position any more.
 */
public final class Deliverer {

    private static final Logger LOG = Logger.getLogger(Deliverer.class);

    private final EventLoop loop;
    private final DeliveryMeters meters;
    private final LoopLog log = new LoopLog();
    private final Subscribers subscribers = new Subscribers();
    private final Backlog backlog;
    private final FanOut fanOut;

    private volatile Behind behind = Behind.NOBODY;

    Deliverer(EventLoop loop, DeliveryMeters meters) {
        this.loop = loop;
        this.meters = meters;
        this.backlog = new Backlog(loop, log, meters);
        this.fanOut = new FanOut(subscribers, meters);
    }

    public EventLoop loop() {
        return loop;
    }

    /** Whether the log was read far enough to subscribe to it. */
    public boolean isOpen() {
        return log.isOpen();
    }

    public Epoch epoch() {
        return log.epoch();
    }

    /** False where only the log can tell what followed that position, and the log is away. */
    public boolean canServe(AppChannel channel, Epoch epoch, long offset) {
        assert loop.inEventLoop();
        return !epoch.equals(epoch()) || log.canServe(log.topic().partitionOf(channel.key()), offset);
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
        long position = start == Subscription.Start.FROM_POSITION ? offset : log.head(partition);
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
                subscription.startAtHead(log.head(subscription.partition));
                subscription.announceStart();
            }
            case FROM_POSITION -> backlog.advance(subscription);
            case FROM_ANOTHER_LOG -> backlog.lose(subscription, Loss.EPOCH);
        }
    }

    /** Up to where its client has everything. At the head that is as far as this loop was given the log. */
    public long position(Subscription subscription) {
        return subscription.state == Subscription.State.AT_HEAD
                ? Math.max(subscription.position, log.head(subscription.partition))
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
        backlog.resume(subscription);
    }

    /** The log was opened, or opened anew: the same log goes on from each one's position, another one makes them void. */
    void warm(OpenLog opened, long[] heads) {
        assert loop.inEventLoop();
        if (log.isOpen()) {
            settle();
        }
        boolean sameLog = !log.isOpen() || log.topic().equals(opened.topic());
        log.open(opened, heads);
        for (Subscription subscription : subscribers.all()) {
            if (subscription.state == Subscription.State.ENDED) {
                continue;
            }
            try {
                goOn(subscription, sameLog);
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("A subscription could not go on with the log; its connection is cut", e);
                subscription.outlet().abort();
            }
        }
    }

    private void goOn(Subscription subscription, boolean sameLog) {
        if (!sameLog) {
            subscription.partition = log.topic().partitionOf(subscription.key());
            backlog.lose(subscription, Loss.EPOCH);
        } else if (subscription.announced && subscription.position > log.head(subscription.partition)) {
            // The log lost its end: what it has there now is something else.
            backlog.lose(subscription, Loss.UNKNOWN);
        } else {
            backlog.advance(subscription);
        }
    }

    void deliver(LogBatch batch) {
        assert loop.inEventLoop();
        try {
            if (fanOut.deliver(batch.entries())) {
                meters.batchDelivered(batch.since());
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("A batch could not be delivered; everybody reads it from the tail", e);
            readAgain();
        }
        log.moveTo(batch.heads());
    }

    /** Nobody is at the head for certain any more: each goes on from what it had for certain. */
    private void readAgain() {
        settle();
        for (Subscription subscription : subscribers.all()) {
            if (subscription.state == Subscription.State.AT_HEAD) {
                subscription.state = Subscription.State.BEHIND;
                backlog.resumeSoon(subscription);
            }
        }
    }

    /** Who is at the head has everything that this loop was given: from now on its position says so by itself. */
    private void settle() {
        for (Subscription subscription : subscribers.all()) {
            subscription.position = position(subscription);
        }
    }

    /** Looks at all of them: to be done now and then, not often. */
    void lookWhoIsBehind() {
        assert loop.inEventLoop();
        int waiting = 0;
        int catchingUp = 0;
        long furthest = 0;
        for (Subscription subscription : subscribers.all()) {
            switch (subscription.state) {
                case BEHIND -> waiting++;
                case CATCHING_UP -> catchingUp++;
                case AT_HEAD, ENDED -> {
                    continue;
                }
            }
            furthest = Math.max(furthest, log.head(subscription.partition) - subscription.position);
        }
        behind = new Behind(waiting, catchingUp, furthest);
    }

    /** As it was looked at last; may be asked by any thread. */
    Behind behind() {
        return behind;
    }
}
