package dev.tidings.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** One socket of one edge, on one presence channel: what it is told of who is there. */
final class PresentSocket implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** {@code nanos}: when it came. */
    record Told(String op, List<String> users, long nanos) {}

    private final WebSocket socket;
    private final BlockingQueue<Told> told;

    private PresentSocket(WebSocket socket, BlockingQueue<Told> told) {
        this.socket = socket;
        this.told = told;
    }

    static PresentSocket enter(String edge, String token, String channel) {
        BlockingQueue<Told> told = new LinkedBlockingQueue<>();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create(edge.replaceFirst("^http", "ws") + "/v1/stream"), new Ear(told))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        socket.sendText("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}", true);
        return new PresentSocket(socket, told);
    }

    Told next() {
        try {
            Told next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("told nothing");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Ear implements WebSocket.Listener {

        private final BlockingQueue<Told> told;
        private final StringBuilder partial = new StringBuilder();

        Ear(BlockingQueue<Told> told) {
            this.told = told;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                take(partial.toString(), socket);
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String text, WebSocket socket) {
            try {
                JsonNode message = JSON.readTree(text);
                switch (message.path("type").asText()) {
                    case "presence" ->
                        told.add(new Told(message.path("op").asText(), users(message), System.nanoTime()));
                    case "ping" -> socket.sendText("{\"type\":\"pong\"}", true);
                    default -> {}
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("no JSON in a frame", e);
            }
        }

        private static List<String> users(JsonNode message) {
            return StreamSupport.stream(message.path("members").spliterator(), false)
                    .map(member -> member.path("user").asText())
                    .toList();
        }
    }
}
