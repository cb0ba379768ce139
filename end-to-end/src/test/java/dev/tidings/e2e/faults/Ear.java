package dev.tidings.e2e.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A device that only listens, on one stream that is never closed, and notes each event as it came. What a stream must not do
 * is a fault: to leave out, to repeat, to end. Safe for use by several threads.
 */
final class Ear implements WebSocket.Listener, AutoCloseable {

    record Heard(long offset, JsonNode event) {

        String type() {
            return event.path("type").asText();
        }

        JsonNode data() {
            return event.path("data");
        }
    }

    /** One channel of the stream. */
    private static final class Line {
        long from = -1;
        long last = -1;
        final List<Heard> heard = new ArrayList<>();
    }

    private final Line own = new Line();
    private final Line everyone = new Line();
    private final List<String> faults = new ArrayList<>();
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private boolean closed;

    /** Is subscribed when this returns. */
    Ear(Api api, String token) {
        socket = api.stream(token, this);
        subscribed.orTimeout(40, TimeUnit.SECONDS).join();
    }

    synchronized List<Heard> own() {
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

    /** Of the user's own events that change counts, the last. */
    synchronized OptionalLong lastThatCounts() {
        return own.heard.stream()
                .filter(heard -> !heard.type().equals("feed.badge"))
                .mapToLong(Heard::offset)
                .max();
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            take(partial.toString());
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private synchronized void take(String frame) {
        JsonNode message;
        try {
            message = Api.JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            faults.add("no JSON: " + frame);
            return;
        }
        boolean isBroadcast = message.path("channel").asText().equals("everyone");
        Line line = isBroadcast ? everyone : own;
        switch (message.path("type").asText()) {
            case "subscribed" -> {
                line.from = message.path("offset").asLong();
                line.last = line.from;
                if (isBroadcast) {
                    subscribed.complete(null);
                }
            }
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

    @Override
    public synchronized CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        ended("closed with " + code);
        return null;
    }

    @Override
    public synchronized void onError(WebSocket socket, Throwable error) {
        ended("broken by " + error);
    }

    private void ended(String how) {
        if (!closed) {
            faults.add(how);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        socket.abort();
    }
}
