package dev.tidings.client.stream;

import dev.tidings.client.internal.SerialExecutor;
import dev.tidings.client.internal.Threads;
import dev.tidings.client.json.Json;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Asks for channels on the connection of the moment, each with its position, no faster than the server takes it. Confined to
 * the stream's loop.
 */
final class Asks {

    private final Ledger ledger;
    private final Timing timing;
    private final SerialExecutor loop;
    /** Each channel once. */
    private final Queue<String> waiting = new ArrayDeque<>();

    private Link link;
    private int free;
    private long lastRef;
    private boolean paused;

    Asks(Ledger ledger, Timing timing, SerialExecutor loop) {
        this.ledger = ledger;
        this.timing = timing;
        this.loop = loop;
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
    }

    private void send() {
        while (free > 0 && !waiting.isEmpty()) {
            free--;
            String channel = waiting.remove();
            if (ledger.wants(channel)) {
                long ref = nextRef();
                ledger.asked(channel, ref);
                link.send(request(channel, ref));
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

    private Json request(String channel, long ref) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "subscribe");
        message.put("channel", channel);
        ledger.positions().of(channel).ifPresent(position -> {
            message.put("epoch", position.epoch());
            message.put("offset", position.offset());
        });
        message.put("ref", ref);
        return Json.of(message);
    }
}
