package dev.tidings.client.stream;

import dev.tidings.client.internal.SerialExecutor;
import dev.tidings.client.internal.Threads;
import dev.tidings.client.json.Json;
import dev.tidings.client.transport.Transport;
import java.time.Duration;
import java.util.Map;

/**
 * One connection: how much is read of it, and whether anybody is there. Confined to the stream's loop; the socket's own
 * calls enter it.
 *
 * <p>A subscriber that asks for nothing leaves the socket unread, and so can't hear a ping. It says unasked that it lives,
 * once a heartbeat, and takes no silence for a sign of death.
 */
final class Link implements Transport.Listener {

    /** Whom a connection tells. */
    interface Owner {
        void onMessage(Link link, Json message);

        void onClosed(Link link, int code);

        void onBroken(Link link, String why);
    }

    private static final Json PONG = Json.of(Map.of("type", "pong"));
    private static final int LOOKS_A_HEARTBEAT = 4;

    private final Owner owner;
    private final SerialExecutor loop;
    private Transport.Socket socket;
    private int outstanding;
    private boolean gone;
    private boolean welcomed;
    private Duration heartbeat;
    private long heardNanos = System.nanoTime();
    private long saidNanos = System.nanoTime();
    private long welcomedNanos;

    Link(Owner owner, SerialExecutor loop, Timing timing) {
        this.owner = owner;
        this.loop = loop;
        this.heartbeat = timing.untilWelcome().dividedBy(Timing.SILENT_HEARTBEATS);
    }

    void begin(Transport.Socket opened) {
        assert loop.isInside();
        socket = opened;
        heardNanos = System.nanoTime();
        look();
    }

    void welcome(Duration itsHeartbeat) {
        assert loop.isInside();
        welcomed = true;
        welcomedNanos = System.nanoTime();
        heartbeat = itsHeartbeat;
    }

    boolean isWelcomed() {
        return welcomed;
    }

    /** Whether it has lived that long. */
    boolean hasLived(Duration duration) {
        return welcomed && System.nanoTime() - welcomedNanos >= duration.toNanos();
    }

    /** Reads so much and no more. */
    void read(int messages) {
        assert loop.isInside();
        if (outstanding == 0) {
            // What was not listened for was not silence.
            heardNanos = System.nanoTime();
        }
        if (!gone && messages > outstanding) {
            int more = messages - outstanding;
            outstanding = messages;
            socket.request(more);
        }
    }

    void send(Json message) {
        assert loop.isInside();
        if (!gone) {
            saidNanos = System.nanoTime();
            socket.send(message.toString());
        }
    }

    void pong() {
        // One that is still on its way says the same.
        if (socket.isIdle()) {
            send(PONG);
        }
    }

    /** With a goodbye; nothing of it counts from now on. */
    void close() {
        assert loop.isInside();
        gone = true;
        socket.close();
    }

    void abort() {
        assert loop.isInside();
        gone = true;
        socket.abort();
    }

    private void look() {
        if (gone) {
            return;
        }
        long now = System.nanoTime();
        if (outstanding > 0) {
            if (now - heardNanos > heartbeat.toNanos() * Timing.SILENT_HEARTBEATS) {
                abort();
                owner.onBroken(this, "the stream is silent");
                return;
            }
        } else if (now - saidNanos >= heartbeat.toNanos()) {
            pong();
        }
        Threads.after(heartbeat.dividedBy(LOOKS_A_HEARTBEAT), loop, this::look);
    }

    @Override
    public void onMessage(String text) {
        loop.execute(() -> {
            if (!gone) {
                outstanding--;
                heardNanos = System.nanoTime();
                owner.onMessage(this, parse(text));
            }
        });
    }

    /** What is no JSON is no message either, and is treated as one that isn't known. */
    private static Json parse(String text) {
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            return Json.Null.VALUE;
        }
    }

    @Override
    public void onSignOfLife() {
        loop.execute(() -> heardNanos = System.nanoTime());
    }

    @Override
    public void onClosed(int code, String reason) {
        loop.execute(() -> {
            if (!gone) {
                abort();
                owner.onClosed(this, code);
            }
        });
    }

    @Override
    public void onBroken(Throwable failure) {
        loop.execute(() -> {
            if (!gone) {
                abort();
                owner.onBroken(this, "the connection broke: " + failure);
            }
        });
    }
}
