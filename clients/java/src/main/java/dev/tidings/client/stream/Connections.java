package dev.tidings.client.stream;

import dev.tidings.client.internal.Backoff;
import dev.tidings.client.internal.SerialExecutor;
import dev.tidings.client.internal.Threads;
import dev.tidings.client.json.Json;
import dev.tidings.client.problem.StreamClosedException;
import dev.tidings.client.transport.Transport;
import java.time.Duration;
import java.util.Set;

/**
 * The connection of the moment, and the next one: made anew after every break, with growing pauses, and beside the old one
 * where its server leaves. Says what became of it, and knows nothing of what is said on it. Confined to the stream's loop.
 */
final class Connections implements Link.Owner {

    /** Whose connections they are. */
    interface Owner {
        /** What the next one goes on from. */
        Positions resume();

        /** This one counts from now on; it was opened with these channels. */
        void onOpened(Link link, Set<String> named);

        /** From the one that counts. */
        void onMessage(Link link, Json message);

        /** There is none for the moment. */
        void onDisconnected(String why, Duration retryIn);

        /** No other would help. */
        void onRefused(Throwable failure);

        /** Something has changed: there may be more to read. */
        void pump();
    }

    /** More than an hour between two signs of life, or before it leaves, no server can mean. */
    private static final double LONGEST_SECONDS = 3_600;

    private final SerialExecutor loop;
    private final Connector connector;
    private final Timing timing;
    private final Backoff backoff;
    private final Owner owner;

    /** The connection that counts; null while there is none. */
    private Link link;
    /** Another one is being made, or the time until then runs. */
    private boolean connecting;

    private boolean ended;

    Connections(SerialExecutor loop, Connector connector, Timing timing, Owner owner) {
        this.loop = loop;
        this.connector = connector;
        this.timing = timing;
        this.owner = owner;
        this.backoff = new Backoff(timing.firstBackoff(), timing.longestBackoff(), timing.random());
    }

    /** So many messages, of a connection that is made where there is none. */
    void read(int messages) {
        assert loop.isInside();
        if (link != null) {
            link.read(messages);
        } else if (!connecting && !ended) {
            connect();
        }
    }

    /** False where there is no connection on which anything could be said. */
    boolean isOpen() {
        return link != null && link.isWelcomed();
    }

    void send(Json message) {
        assert loop.isInside();
        link.send(message);
    }

    /** It has said who it is, and how often it will speak. */
    void welcome(double heartbeatSeconds) {
        link.welcome(seconds(Math.max(0.001, heartbeatSeconds)));
    }

    void end() {
        assert loop.isInside();
        ended = true;
        if (link != null) {
            link.close();
            link = null;
        }
    }

    /** It doesn't keep its word; another one may. */
    void giveUp(String why) {
        link.abort();
        lost(why);
    }

    /**
     * Its server goes, within so many seconds. Each connection is told another moment, and takes any before it: not all come to
     * the next server at once.
     */
    void move(Link from, double withinSeconds) {
        Threads.after(seconds(withinSeconds * timing.random().nextDouble()), loop, () -> {
            if (from == link && !connecting) {
                connect();
            }
        });
    }

    /** Its time is nearly over. */
    void refresh(Link expiring, long ref) {
        connector
                .token()
                .whenCompleteAsync(
                        (token, failure) -> {
                            if (expiring != link) {
                                return;
                            }
                            if (failure == null) {
                                link.send(Requests.refresh(token, ref));
                            } else {
                                // If none comes in time, the connection ends, and the next one asks for a token again.
                                Threads.after(timing.refreshPause(), loop, () -> refresh(expiring, ref));
                            }
                        },
                        loop);
    }

    private void connect() {
        connecting = true;
        Link next = new Link(this, loop, timing);
        Positions from = owner.resume();
        connector
                .open(from, next, loop)
                .whenCompleteAsync(
                        (socket, failure) -> {
                            if (failure == null) {
                                opened(next, socket, from.channels());
                            } else {
                                notOpened(failure);
                            }
                        },
                        loop);
    }

    private void opened(Link next, Transport.Socket socket, Set<String> named) {
        connecting = false;
        if (ended) {
            socket.abort();
            return;
        }
        if (link != null) {
            // Only now: until here it went on.
            resetBackoffIfStable(link);
            link.close();
        }
        link = next;
        owner.onOpened(link, named);
        link.begin(socket);
        owner.pump();
    }

    private void notOpened(Throwable failure) {
        if (ended) {
            return;
        }
        Refusal refusal = Refusal.of(failure);
        if (refusal instanceof Refusal.Lasting lasting) {
            owner.onRefused(lasting.problem());
        } else if (refusal instanceof Refusal.Passing passing) {
            connectLater(passing.why(), passing.retryAfter());
        }
    }

    private void connectLater(String why, Duration atLeast) {
        connecting = true;
        Duration wait = atLeast.plus(backoff.next());
        if (link == null) {
            owner.onDisconnected(why, wait);
        }
        Threads.after(wait, loop, () -> {
            connecting = false;
            if (link != null && !ended) {
                // It is on its way out, and the attempt before this one failed.
                connect();
            } else {
                owner.pump();
            }
        });
        owner.pump();
    }

    private void lost(String why) {
        resetBackoffIfStable(link);
        link = null;
        if (connecting) {
            owner.onDisconnected(why, Duration.ZERO);
            owner.pump();
        } else {
            connectLater(why, Duration.ZERO);
        }
    }

    private void resetBackoffIfStable(Link lived) {
        if (lived.hasLived(timing.stable())) {
            backoff.reset();
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (Math.max(0, Math.min(seconds, LONGEST_SECONDS)) * 1000));
    }

    @Override
    public void onClosed(Link closed, int code) {
        if (closed == link) {
            CloseVerdict verdict = CloseVerdict.of(code);
            if (verdict.comesBack()) {
                lost(verdict.meaning() + " (" + code + ")");
            } else {
                owner.onRefused(new StreamClosedException(code, verdict.meaning()));
            }
        }
    }

    @Override
    public void onBroken(Link broken, String why) {
        if (broken == link) {
            lost(why);
        }
    }

    @Override
    public void onMessage(Link from, Json message) {
        if (from == link) {
            owner.onMessage(from, message);
        }
    }
}
