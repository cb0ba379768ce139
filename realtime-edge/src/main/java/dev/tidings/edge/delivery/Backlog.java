package dev.tidings.edge.delivery;

import dev.tidings.edge.log.CatchUpRequest;
import dev.tidings.edge.log.LogEntry;
import dev.tidings.edge.log.Loss;
import dev.tidings.edge.log.OpenLog;
import dev.tidings.edge.log.Tail;
import dev.tidings.edge.rendering.Rendered;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings those to the head who are behind it, whatever the cause: from the tail as far as it reaches back, else by the
 * catch-up reader; and tells those for whom there is no way. Loop-confined.
 */
final class Backlog {

    private static final Logger LOG = Logger.getLogger(Backlog.class);
    /** How much of a backlog one subscription gets written before others have their turn. */
    private static final int ENTRIES_A_TURN = 64;

    private final EventLoop loop;
    private final LoopLog log;
    private final DeliveryMeters meters;

    Backlog(EventLoop loop, LoopLog log, DeliveryMeters meters) {
        this.loop = loop;
        this.log = log;
        this.meters = meters;
    }

    /** Goes on with one that is behind, and with no other. */
    void resume(Subscription subscription) {
        assert loop.inEventLoop();
        if (subscription.state == Subscription.State.BEHIND) {
            advance(subscription);
        }
    }

    void resumeSoon(Subscription subscription) {
        loop.execute(() -> resume(subscription));
    }

    /** Reads the tail forward from the subscription's position, as far as its socket takes it. */
    void advance(Subscription subscription) {
        subscription.state = Subscription.State.BEHIND;
        if (!subscription.outlet().isWritable()) {
            return;
        }
        // A position ahead of what this edge has read is for the catch-up reader too: it asks the log itself.
        boolean ahead = !subscription.announced && subscription.position > log.head(subscription.partition);
        switch (ahead ? new Tail.Read.TooOld() : log.after(subscription, ENTRIES_A_TURN)) {
            case Tail.Read.Entries(List<LogEntry> entries) -> {
                if (subscription.announceRecovered() && writeAll(subscription, entries)) {
                    resumeSoon(subscription);
                }
            }
            case Tail.Read.AtHead() -> {
                if (subscription.announceRecovered()) {
                    subscription.arrive(log.head(subscription.partition));
                }
            }
            case Tail.Read.TooOld() -> catchUp(subscription);
        }
    }

    /** Answers whether the socket took them all; if not, it tells when it is writable again, unless it has ended. */
    private boolean writeAll(Subscription subscription, List<LogEntry> entries) {
        Tally tally = new Tally();
        try {
            return writeAll(subscription, entries, tally);
        } finally {
            meters.delivered(tally);
        }
    }

    private static boolean writeAll(Subscription subscription, List<LogEntry> entries, Tally tally) {
        for (LogEntry entry : entries) {
            if (entry.offset() <= subscription.position) {
                continue;
            }
            if (!subscription.outlet().isWritable()) {
                subscription.outlet().flush();
                return false;
            }
            try (Rendered rendered = new Rendered(entry)) {
                subscription.write(rendered);
                tally.add(rendered.length());
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("An event could not be written; its connection is cut, to come back with its position", e);
                subscription.outlet().abort();
                return false;
            }
        }
        subscription.outlet().flush();
        return true;
    }

    private void catchUp(Subscription subscription) {
        subscription.state = Subscription.State.CATCHING_UP;
        CatchUpRequest request = new CatchUpRequest(
                subscription.key(),
                subscription.partition,
                subscription.position,
                loop,
                new CatchUpReader(subscription, log.current()));
        subscription.catchUp = Optional.of(request);
        log.request(request);
    }

    /** The gap stays a gap, and the client is told; the stream goes on from the head. */
    void lose(Subscription subscription, Loss loss) {
        subscription.lose(loss, log.head(subscription.partition), log.epoch());
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
                subscription.announceRecovered();
            }
        }

        @Override
        public boolean take(List<LogEntry> entries) {
            if (!waits()) {
                return false;
            }
            boolean all = writeAll(subscription, entries);
            if (!all && subscription.state != Subscription.State.ENDED) {
                subscription.state = Subscription.State.BEHIND;
            }
            return all;
        }

        @Override
        public void reachedTail(long position) {
            if (waits()) {
                subscription.position = Math.max(subscription.position, position);
                if (subscription.announceRecovered()) {
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
            return log.is(of) && subscription.state == Subscription.State.CATCHING_UP;
        }
    }
}
