package dev.tidings.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A client as the contract wants it, and no cleverer: it keeps its last position, and comes back with it after every
 * break. It notes what it got as it came; dropping a repetition would hide one.
 */
final class ReturningClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long NOWHERE = -2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private sealed interface Heard {
        record Message(JsonNode json) implements Heard {}

        record Gone() implements Heard {}
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI stream;
    private final String channel;
    private final Supplier<String> tokens;
    private final List<Long> offsets = new ArrayList<>();

    private BlockingQueue<Heard> inbox = new LinkedBlockingQueue<>();
    private WebSocket socket;
    private String epoch;
    private long position = NOWHERE;
    private int returns;

    /** Connects, and is subscribed when this returns. */
    ReturningClient(String url, String user, Supplier<String> tokens) {
        this.stream = URI.create(url.replaceFirst("^http", "ws") + "/v1/stream");
        this.channel = "user:" + user;
        this.tokens = tokens;
        connect("");
        while (position == NOWHERE) {
            if (next() instanceof Heard.Message(JsonNode json)) {
                take(json);
            }
        }
    }

    /** What was received, in the order it came. */
    List<Long> offsets() {
        return offsets;
    }

    int returns() {
        return returns;
    }

    /** Reads until it has that many events, coming back as often as it takes. */
    void readUntil(int count) {
        while (offsets.size() < count) {
            switch (next()) {
                case Heard.Message(JsonNode json) -> take(json);
                case Heard.Gone() -> {
                    returns++;
                    connect("?resume="
                            + URLEncoder.encode(epoch + ";" + channel + "~" + position, StandardCharsets.UTF_8));
                }
            }
        }
    }

    private void take(JsonNode message) {
        switch (message.path("type").asText()) {
            case "welcome" -> epoch = message.path("epoch").asText();
            case "subscribed" -> {
                if (message.path("channel").asText().equals(channel)) {
                    if (!message.path("recovered").asBoolean(true)) {
                        throw new AssertionError("not recovered: " + message);
                    }
                    position = message.path("offset").asLong();
                }
            }
            case "event" -> {
                position = message.path("offset").asLong();
                // Badges come of what was published, as many as batches; nobody published them.
                if (!message.at("/event/type").asText().equals("feed.badge")) {
                    offsets.add(position);
                }
            }
            case "ping" -> socket.sendText("{\"type\":\"pong\"}", true);
            default -> {}
        }
    }

    private Heard next() {
        try {
            Heard heard = inbox.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (heard == null) {
                throw new AssertionError("silence after " + offsets.size() + " events, at " + position);
            }
            return heard;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void connect(String query) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        inbox = new LinkedBlockingQueue<>();
        while (true) {
            try {
                socket = http.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + tokens.get())
                        .subprotocols("tidings.v1")
                        .buildAsync(URI.create(stream + query), new Ear(inbox))
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join();
                return;
            } catch (CompletionException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("can't come back", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    private static final class Ear implements WebSocket.Listener {

        private final BlockingQueue<Heard> inbox;
        private final StringBuilder partial = new StringBuilder();

        Ear(BlockingQueue<Heard> inbox) {
            this.inbox = inbox;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                try {
                    inbox.add(new Heard.Message(JSON.readTree(partial.toString())));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("no JSON in a frame", e);
                }
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            inbox.add(new Heard.Gone());
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            inbox.add(new Heard.Gone());
        }
    }
}
