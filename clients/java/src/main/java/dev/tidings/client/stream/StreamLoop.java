package dev.tidings.client.stream;

import dev.tidings.client.internal.Backoff;
import dev.tidings.client.internal.SerialExecutor;
import dev.tidings.client.internal.Threads;
import dev.tidings.client.json.Json;
import dev.tidings.client.problem.StreamClosedException;
import dev.tidings.client.transport.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The life of a stream: connects, goes on from its positions after every break, moves when its server goes away, and ends
 * where another connection would not help. Confined to its loop, asserted where it is entered.
 *
 * <p>What the subscriber asks for drives it all: nothing is read, and no connection made, that was not asked for.
 */
final class StreamLoop implements Link.Owner, Ledger.Entries {

    /** Of a resume string in an address, which proxies limit; what doesn't fit is asked for afterwards. */
    private static final int MAX_RESUME = 2_000;

    /** More than an hour between two signs of life, or before it leaves, no server can mean. */
    private static final double LONGEST_SECONDS = 3_600;

    private final SerialExecutor loop;
    private final Connector connector;
    private final Timing timing;
    private final Delivery delivery;
    private final Ledger ledger;
    private final Asks asks;
    private final Backoff backoff;

    /** The connection that counts; null while there is none. */
    private Link link;
    /** What that one was opened with. */
    private Set<String> named = Set.of();
    /** Another one is being made, or the time until then runs. */
    private boolean connecting;

    private boolean ended;

    StreamLoop(
            SerialExecutor loop,
            Connector connector,
            Timing timing,
            Delivery delivery,
            Positions from,
            Set<String> channels) {
        this.loop = loop;
        this.connector = connector;
        this.timing = timing;
        this.delivery = delivery;
        this.ledger = new Ledger(from, channels, this);
        this.asks = new Asks(ledger, timing, loop);
        this.backoff = new Backoff(timing.firstBackoff(), timing.longestBackoff(), timing.random());
    }

    void request(long more) {
        delivery.request(more);
        pump();
    }

    /** Hands over what is there, and reads what there is room for. */
    void pump() {
        assert loop.isInside();
        delivery.drain();
        int room = delivery.room();
        if (ended || room == 0) {
            return;
        }
        if (link != null) {
            link.read(room);
        } else if (!connecting) {
            connect();
        }
    }

    void join(String channel) {
        assert loop.isInside();
        if (!ended) {
            ledger.want(channel);
            if (isOpen()) {
                asks.ask(channel);
            }
        }
    }

    void leave(String channel) {
        assert loop.isInside();
        if (!ended && ledger.wants(channel)) {
            ledger.forget(channel);
            asks.withdraw(channel);
            if (isOpen()) {
                link.send(Json.of(Map.of("type", "unsubscribe", "channel", channel, "ref", asks.nextRef())));
            }
        }
    }

    /** The subscriber wants no more, not even an end. */
    void cancel() {
        leaveForGood();
        delivery.stop();
    }

    void complete() {
        leaveForGood();
        delivery.dropQueued();
        delivery.complete();
        delivery.drain();
    }

    /** The subscriber threw, and takes nothing after that but its own failure. */
    void subscriberFailed(Throwable failure) {
        leaveForGood();
        delivery.dropQueued();
        delivery.fail(failure);
        delivery.drain();
    }

    private void fail(Throwable failure) {
        leaveForGood();
        delivery.fail(failure);
        delivery.drain();
    }

    private void leaveForGood() {
        assert loop.isInside();
        ended = true;
        if (link != null) {
            link.close();
            link = null;
        }
    }

    private boolean isOpen() {
        return link != null && link.isWelcomed();
    }

    private void connect() {
        connecting = true;
        Link next = new Link(this, loop, timing);
        Positions from = ledger.positions().within(MAX_RESUME, ledger::isAutomatic);
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

    private void opened(Link next, Transport.Socket socket, Set<String> channels) {
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
        named = channels;
        ledger.connectionBegins();
        asks.begin(link);
        link.begin(socket);
        pump();
    }

    private void notOpened(Throwable failure) {
        if (ended) {
            return;
        }
        Refusal refusal = Refusal.of(failure);
        if (refusal instanceof Refusal.Lasting lasting) {
            fail(lasting.problem());
        } else if (refusal instanceof Refusal.Passing passing) {
            connectLater(passing.why(), passing.retryAfter());
        }
    }

    private void connectLater(String why, Duration atLeast) {
        connecting = true;
        Duration wait = atLeast.plus(backoff.next());
        if (link == null) {
            signal(new Signal.Disconnected(why, wait, ledger.positions()));
        }
        Threads.after(wait, loop, () -> {
            connecting = false;
            if (link != null && !ended) {
                // It is on its way out, and the attempt before this one failed.
                connect();
            } else {
                pump();
            }
        });
        pump();
    }

    private void lost(String why) {
        resetBackoffIfStable(link);
        link = null;
        if (connecting) {
            signal(new Signal.Disconnected(why, Duration.ZERO, ledger.positions()));
            pump();
        } else {
            connectLater(why, Duration.ZERO);
        }
    }

    private void resetBackoffIfStable(Link lived) {
        if (lived.hasLived(timing.stable())) {
            backoff.reset();
        }
    }

    @Override
    public void onClosed(Link closed, int code) {
        if (closed == link) {
            CloseVerdict verdict = CloseVerdict.of(code);
            if (verdict.comesBack()) {
                lost(verdict.meaning() + " (" + code + ")");
            } else {
                fail(new StreamClosedException(code, verdict.meaning()));
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
        assert loop.isInside();
        if (from != link) {
            return;
        }
        switch (message.get("type").text("")) {
            case "event" -> ledger.event(message);
            case "ping" -> link.pong();
            case "welcome" -> welcome(message);
            case "subscribed" -> ledger.subscribed(message);
            case "live" -> ledger.live(message);
            case "unsubscribed" -> ledger.unsubscribed(message);
            case "presence" -> ledger.presence(message);
            case "expiring" -> refresh(from);
            case "draining" -> move(from, message);
            case "error" -> refused(message);
            default -> {
                // Of a later version, or an answer that nobody waits for.
            }
        }
        pump();
    }

    private void welcome(Json message) {
        double seconds = Math.min(message.get("heartbeat").decimal(25), LONGEST_SECONDS);
        link.welcome(Duration.ofMillis((long) Math.max(1, seconds * 1000)));
        ledger.welcome(message);
        for (String channel : ledger.channels()) {
            if (!named.contains(channel) && !ledger.isAutomatic(channel)) {
                asks.ask(channel);
            }
        }
    }

    /** Each connection is told another moment, and takes any before it: not all come to the next server at once. */
    private void move(Link from, Json message) {
        double seconds = Math.max(0, Math.min(message.get("retryAfter").decimal(0), LONGEST_SECONDS));
        Duration wait =
                Duration.ofMillis((long) (seconds * 1000 * timing.random().nextDouble()));
        Threads.after(wait, loop, () -> {
            if (from == link && !connecting) {
                connect();
            }
        });
    }

    private void refresh(Link expiring) {
        connector
                .token()
                .whenCompleteAsync(
                        (token, failure) -> {
                            if (expiring != link) {
                                return;
                            }
                            if (failure == null) {
                                link.send(Json.of(Map.of("type", "refresh", "token", token, "ref", asks.nextRef())));
                            } else {
                                // If none comes in time, the connection ends, and the next one asks for a token again.
                                Threads.after(timing.refreshPause(), loop, () -> refresh(expiring));
                            }
                        },
                        loop);
    }

    private void refused(Json message) {
        if (message.get("code").text("").equals("rate-limited")) {
            giveUpConnection("what was asked for was dropped: too many messages");
        } else {
            message.get("ref").integer().ifPresent(ref -> ledger.refused(ref, message));
        }
    }

    @Override
    public void signal(Signal signal) {
        delivery.offer(signal);
    }

    @Override
    public void askAgain(String channel) {
        asks.ask(channel);
    }

    @Override
    public void giveUpConnection(String why) {
        link.abort();
        lost(why);
    }
}
