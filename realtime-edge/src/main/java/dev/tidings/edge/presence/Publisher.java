package dev.tidings.edge.presence;

import dev.tidings.edge.log.PresenceWriter;
import dev.tidings.edge.presence.PresenceRecord.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Gives this edge's signs of life, and makes the topic hold what this edge's seats are: whatever differs is written until it was.
 * While the topic is away it is only knocked at, once a beat. One thread of its own.
 */
final class Publisher {

    private static final Logger LOG = Logger.getLogger(Publisher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int BURIED_AT_ONCE = 2_000;

    private final String edge;
    private final PresenceWriter writer;
    private final OwnSeats own;
    private final Seats seats;
    private final LiveEdges edges;
    private final long beatNanos;
    private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);
    private final Thread thread =
            Thread.ofPlatform().name("presence-publisher").daemon().unstarted(this::run);

    private volatile boolean stopping;
    private volatile boolean reachable;

    Publisher(String edge, PresenceWriter writer, OwnSeats own, Seats seats, LiveEdges edges, Duration beat) {
        this.edge = edge;
        this.writer = writer;
        this.own = own;
        this.seats = seats;
        this.edges = edges;
        this.beatNanos = beat.toNanos();
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** There is something unwritten. Never blocks. */
    void ring() {
        bell.offer(true);
    }

    /** The last word; its members are left where they are until they were seen elsewhere, or for a moment. */
    void stop() throws InterruptedException {
        stopping = true;
        ring();
        thread.join(PATIENCE);
    }

    private void run() {
        while (!stopping) {
            try {
                beat();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Presence could not be published, trying again", e);
            }
        }
        write(PresenceRecord.key(edge), PresenceRecord.GOING);
    }

    private void beat() throws InterruptedException {
        long next = System.nanoTime() + beatNanos;
        reachable = write(PresenceRecord.key(edge), PresenceRecord.HERE);
        if (reachable) {
            edges.toBury().forEach(this::bury);
        }
        for (long left = next - System.nanoTime(); left > 0 && !stopping; left = next - System.nanoTime()) {
            writeOwn();
            bell.poll(left, TimeUnit.NANOSECONDS);
        }
    }

    private void writeOwn() {
        for (Seat seat : Set.copyOf(own.unwritten())) {
            if (!reachable || stopping) {
                return;
            }
            // First, so that what changes from now on is written again.
            own.unwritten().remove(seat);
            byte[] info = own.find(seat).map(Member::info).orElse(null);
            writer.write(seat.key(), info).thenAccept(written -> {
                if (!written) {
                    reachable = false;
                    own.writeAgain(seat);
                }
            });
        }
    }

    /** Some at a time; the rest with the next beats, and its sign of life last of all. */
    private void bury(String dead) {
        List<Seat> some = seats.of(dead).stream().limit(BURIED_AT_ONCE).toList();
        some.forEach(seat -> writer.write(seat.key(), null));
        if (some.isEmpty()) {
            LOG.infof("Edge %s has been silent for long, and is forgotten", dead);
            writer.write(PresenceRecord.key(dead), null);
        }
    }

    private boolean write(byte[] key, byte[] value) {
        return writer.write(key, value).toCompletableFuture().join();
    }
}
