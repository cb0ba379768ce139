package dev.tidings.e2e.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A device that only listens. It comes back with its position whenever its stream ends, and notes each event as it came:
 * dropping a repetition would hide one. What no stream may do is a fault: to leave out, to repeat, to lose what was missed.
 * Safe for use by several threads.
 */
public final class Ear implements AutoCloseable {

    private static final int UNAUTHORIZED = 401;

    /** Something on a channel. */
    public record Heard(long offset, JsonNode event) {

        String type() {
            return event.path("type").asText();
        }

        JsonNode data() {
            return event.path("data");
        }
    }

    /** One channel, over all connections. */
    private static final class Line {
        long from = -1;
        long last = -1;
        boolean known;
        boolean subscribed;
        final List<Heard> heard = new ArrayList<>();
    }

    private final Api api;
    private final String user;
    private final Token token;
    private final Line own = new Line();
    private final Line everyone = new Line();
    private final List<String> faults = new ArrayList<>();
    private final CompletableFuture<Void> listening = new CompletableFuture<>();

    private Connection connection = new Connection();
    private String epoch = "";
    private int returns;
    private boolean closed;

    /** Listens when this returns. */
    Ear(Api api, String user, Token token) {
        this.api = api;
        this.user = user;
        this.token = token;
        Thread.startVirtualThread(this::connect);
        listening.orTimeout(90, TimeUnit.SECONDS).join();
    }

    /** What was heard on the user's own channel. */
    public synchronized List<Heard> own() {
        return List.copyOf(own.heard);
    }

    synchronized List<Heard> everyone() {
        return List.copyOf(everyone.heard);
    }

    /** Broadcasts after that offset were heard. */
    synchronized long everyoneFrom() {
        return everyone.from;
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** How often a stream ended, and it came back. */
    synchronized int returns() {
        return returns;
    }

    /** Of the user's own events that change counts, the last. */
    synchronized OptionalLong lastThatCounts() {
        return own.heard.stream()
                .filter(heard -> !heard.type().equals("feed.badge"))
                .mapToLong(Heard::offset)
                .max();
    }

    /** Until there is a connection, or nobody wants one any more. */
    private void connect() {
        Connection next = begin();
        while (isWanted(next)) {
            try {
                WebSocket _ = api.stream(resume(), token.text(), next);
                return;
            } catch (CompletionException e) {
                if (e.getCause() instanceof WebSocketHandshakeException refused
                        && refused.getResponse().statusCode() == UNAUTHORIZED) {
                    token.renew();
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(
                        ThreadLocalRandom.current().nextInt(100, 400)));
                next = begin();
            }
        }
    }

    private synchronized Connection begin() {
        connection = new Connection();
        own.subscribed = false;
        everyone.subscribed = false;
        return connection;
    }

    private synchronized boolean isWanted(Connection which) {
        return !closed && which == connection;
    }

    private synchronized String resume() {
        return epoch.isEmpty()
                ? ""
                : "?resume="
                        + URLEncoder.encode(
                                "%s;user:%s~%d;everyone~%d".formatted(epoch, user, own.last, everyone.last),
                                StandardCharsets.UTF_8);
    }

    private synchronized void take(String frame) {
        JsonNode message;
        try {
            message = Api.JSON.readTree(frame);
        } catch (JsonProcessingException _) {
            faults.add("no JSON: " + frame);
            return;
        }
        Line line = message.path("channel").asText().equals("everyone") ? everyone : own;
        switch (message.path("type").asText()) {
            case "welcome" -> epoch = message.path("epoch").asText();
            case "subscribed" -> subscribed(line, message);
            case "event" -> {
                long offset = message.path("offset").asLong();
                if (offset <= line.last || message.path("prev").asLong(-1) > line.last) {
                    faults.add("after " + line.last + " came " + frame);
                }
                line.last = offset;
                line.heard.add(new Heard(offset, message.path("event")));
            }
            default -> {}
        }
    }

    private void subscribed(Line line, JsonNode message) {
        long offset = message.path("offset").asLong();
        if (!line.known) {
            line.known = true;
            line.from = offset;
            line.last = offset;
        } else if (!message.path("recovered").asBoolean() || offset != line.last) {
            faults.add("came back at " + line.last + " and was told " + message);
        }
        line.subscribed = true;
        if (own.subscribed && everyone.subscribed) {
            listening.complete(null);
        }
    }

    private synchronized void ended(Connection which) {
        if (isWanted(which)) {
            returns++;
            Thread.startVirtualThread(this::connect);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        connection.abort();
    }

    /** One of many; what comes of an earlier one, nobody hears. */
    private final class Connection implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();
        private volatile WebSocket socket;

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            if (isWanted(this)) {
                opened.request(1);
            } else {
                opened.abort();
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last && isWanted(this)) {
                take(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended(this);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended(this);
        }

        void abort() {
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
        }
    }
}
