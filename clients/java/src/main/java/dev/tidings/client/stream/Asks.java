package dev.tidings.client.stream;

import dev.tidings.client.internal.SerialExecutor;
import dev.tidings.client.internal.Threads;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Asks for channels on the connection of the moment, each with its position and, where it needs one, a grant; no faster than
 * the server takes it. Confined to the stream's loop.
 */
final class Asks {

    private final Ledger ledger;
    private final Timing timing;
    private final SerialExecutor loop;
    private final Executor executor;
    /** Each channel once. */
    private final Queue<String> waiting = new ArrayDeque<>();
    /** Of channels that the connection's own token doesn't open. */
    private final Map<String, Tokens> grants = new HashMap<>();

    private Link link;
    private int free;
    private long lastRef;
    private boolean paused;

    Asks(Ledger ledger, Timing timing, SerialExecutor loop, Executor executor) {
        this.ledger = ledger;
        this.timing = timing;
        this.loop = loop;
        this.executor = executor;
    }

    /** Each request for that channel carries a grant of this supplier. */
    void grant(String channel, TokenSupplier supplier) {
        grants.put(channel, new Tokens(supplier, executor));
    }

    /** Such a channel can't be named when a connection is opened. */
    boolean needsGrant(String channel) {
        return grants.containsKey(channel);
    }

    /** On another connection: what waited is to be asked for there. */
    void begin(Link on) {
        assert loop.isInside();
        link = on;
        free = timing.askBurst();
        waiting.clear();
    }

    void ask(String channel) {
        assert loop.isInside();
        if (!waiting.contains(channel)) {
            waiting.add(channel);
        }
        send();
    }

    long nextRef() {
        return ++lastRef;
    }

    void withdraw(String channel) {
        assert loop.isInside();
        waiting.remove(channel);
        grants.remove(channel);
    }

    private void send() {
        while (free > 0 && !waiting.isEmpty()) {
            free--;
            String channel = waiting.remove();
            if (ledger.wants(channel)) {
                request(channel);
            }
        }
        if (!paused && free < timing.askBurst()) {
            paused = true;
            Threads.after(timing.askPause(), loop, () -> {
                paused = false;
                free = Math.min(timing.askBurst(), free + 1);
                send();
            });
        }
    }

    private void request(String channel) {
        Tokens grant = grants.get(channel);
        long ref = nextRef();
        ledger.asked(channel, ref);
        if (grant == null) {
            request(channel, Optional.empty(), ref);
            return;
        }
        Link on = link;
        CompletableFuture<String> fetched = grant.fetch();
        fetched.whenCompleteAsync(
                (token, failure) -> {
                    if (on != link || !ledger.wants(channel)) {
                        return;
                    }
                    if (failure == null) {
                        request(channel, Optional.of(token), ref);
                    } else {
                        Threads.after(timing.refreshPause(), loop, () -> {
                            if (on == link) {
                                ask(channel);
                            }
                        });
                    }
                },
                loop);
    }

    private void request(String channel, Optional<String> grant, long ref) {
        link.send(Requests.subscribe(channel, ledger.positions().of(channel), grant, ref));
    }
}
