package dev.tidings.client.stream;

import dev.tidings.client.internal.SerialExecutor;
import dev.tidings.client.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The life of a stream: hands each message to whom it concerns, and what comes of it to the subscriber. Confined to its loop,
 * asserted where it is entered.
 *
 * <p>What the subscriber asks for drives it all: nothing is read, and no connection made, that was not asked for.
 */
final class StreamLoop implements Connections.Owner, Ledger.Entries {

    /** Of a resume string in an address, which proxies limit; what doesn't fit is asked for afterwards. */
    private static final int MAX_RESUME = 2_000;

    private static final double USUAL_HEARTBEAT_SECONDS = 25;

    private final SerialExecutor loop;
    private final Connections connections;
    private final Delivery delivery;
    private final Ledger ledger;
    private final Asks asks;
    private final Publishes publishes;

    /** What the connection of the moment was opened with. */
    private Set<String> named = Set.of();

    private boolean ended;

    /** @param grants of those of its channels that need one */
    StreamLoop(
            SerialExecutor loop,
            Executor executor,
            Connector connector,
            Timing timing,
            Delivery delivery,
            Positions from,
            Set<String> channels,
            Map<String, TokenSupplier> grants) {
        this.loop = loop;
        this.delivery = delivery;
        this.ledger = new Ledger(from, channels, this);
        this.asks = new Asks(ledger, timing, loop, executor);
        this.publishes = new Publishes(loop, executor);
        this.connections = new Connections(loop, connector, timing, this);
        grants.forEach(asks::grant);
    }

    void request(long more) {
        delivery.request(more);
        pump();
    }

    /** Hands over what is there, and reads what there is room for. */
    @Override
    public void pump() {
        assert loop.isInside();
        delivery.drain();
        int room = delivery.room();
        if (!ended && room > 0) {
            connections.read(room);
        }
    }

    void join(String channel) {
        assert loop.isInside();
        if (!ended) {
            ledger.want(channel);
            if (connections.isOpen()) {
                asks.ask(channel);
            }
        }
    }

    void join(String channel, TokenSupplier grant) {
        asks.grant(channel, grant);
        join(channel);
    }

    void leave(String channel) {
        assert loop.isInside();
        if (!ended && ledger.wants(channel)) {
            ledger.forget(channel);
            asks.withdraw(channel);
            if (connections.isOpen()) {
                connections.send(Requests.unsubscribe(channel, asks.nextRef()));
            }
        }
    }

    void publish(String channel, String event, Json data, CompletableFuture<Long> answer) {
        assert loop.isInside();
        long ref = asks.nextRef();
        if (ended || !connections.isOpen()) {
            publishes.notConnected(answer);
        } else if (publishes.begin(ref, answer)) {
            connections.send(Requests.publish(channel, event, data, ref));
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

    @Override
    public void onRefused(Throwable failure) {
        leaveForGood();
        delivery.fail(failure);
        delivery.drain();
    }

    private void leaveForGood() {
        assert loop.isInside();
        ended = true;
        connections.end();
        publishes.connectionIsGone();
    }

    @Override
    public Positions resume() {
        Positions positions = ledger.positions();
        for (String channel : positions.channels()) {
            if (asks.needsGrant(channel)) {
                positions = positions.without(channel);
            }
        }
        return positions.within(MAX_RESUME, ledger::isAutomatic);
    }

    @Override
    public void onOpened(Link link, Set<String> channels) {
        named = channels;
        ledger.connectionBegins();
        asks.begin(link);
        publishes.connectionIsGone();
    }

    @Override
    public void onDisconnected(String why, Duration retryIn) {
        publishes.connectionIsGone();
        signal(new Signal.Disconnected(why, retryIn, ledger.positions()));
    }

    @Override
    public void onMessage(Link from, Json message) {
        assert loop.isInside();
        switch (message.get("type").text("")) {
            case "event" -> ledger.event(message);
            case "ping" -> from.pong();
            case "welcome" -> welcome(message);
            case "subscribed" -> ledger.subscribed(message);
            case "live" -> ledger.live(message);
            case "unsubscribed" -> ledger.unsubscribed(message);
            case "presence" -> ledger.presence(message);
            case "published" -> publishes.published(message);
            case "expiring" -> connections.refresh(from, asks.nextRef());
            case "draining" -> connections.move(from, message.get("retryAfter").decimal(0));
            case "error" -> refused(message);
            default -> {
                // Of a later version, or an answer that nobody waits for.
            }
        }
        pump();
    }

    private void welcome(Json message) {
        connections.welcome(message.get("heartbeat").decimal(USUAL_HEARTBEAT_SECONDS));
        ledger.welcome(message);
        for (String channel : ledger.channels()) {
            if (!named.contains(channel) && !ledger.isAutomatic(channel)) {
                asks.ask(channel);
            }
        }
    }

    private void refused(Json message) {
        if (publishes.refused(message)) {
            return;
        }
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
        connections.giveUp(why);
    }
}
