package dev.tidings.edge.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A client of the stream: the JDK's WebSocket, and what it received. */
public final class TestSocket implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final WebSocket socket;
    private final Inbox inbox;

    private TestSocket(WebSocket socket, Inbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
    }

    public static TestSocket connect(URI stream, String token) {
        return connect(stream, token, null);
    }

    public static TestSocket connect(URI stream, String token, String resume) {
        return connect(stream, token, resume, true);
    }

    /** With {@code reading} false nothing is taken from the socket before {@link #read()}. */
    public static TestSocket connect(URI stream, String token, String resume, boolean reading) {
        Inbox inbox = new Inbox(reading);
        String query = resume == null ? "" : "?resume=" + URLEncoder.encode(resume, StandardCharsets.UTF_8);
        WebSocket socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .subprotocols("tidings.v1")
                .buildAsync(URI.create(stream + query), inbox)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        return new TestSocket(socket, inbox);
    }

    /** Tries until it is let in: places are given back a moment after their connections are gone. */
    public static TestSocket connectWhenThereIsRoom(URI stream, String token) {
        return connectWhenThereIsRoom(stream, token, null);
    }

    public static TestSocket connectWhenThereIsRoom(URI stream, String token, String resume) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return connect(stream, token, resume);
            } catch (CompletionException full) {
                if (System.nanoTime() - deadline > 0) {
                    throw full;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    /** Begins to read, or goes on. */
    public void read() {
        inbox.reading = true;
        socket.request(1);
    }

    /** Takes nothing more from the socket; what was asked for already may still come. */
    public void pause() {
        inbox.reading = false;
    }

    /** What the edge takes of it has to be in the stream's document. */
    public void send(String message) {
        StreamContract.sending(message);
        sendUnchecked(message);
    }

    /** What no good client sends, though it is taken. */
    public void sendUnchecked(String message) {
        socket.sendText(message, true).join();
    }

    public void sendBinary() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
    }

    /** The next message that is so; those before it are dropped. */
    public JsonNode next(Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<JsonNode> others = new ArrayList<>();
        while (true) {
            try {
                JsonNode message = inbox.messages.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError("not received; others: " + others.subList(0, Math.min(20, others.size()))
                            + "; closed: " + inbox.closed.getNow(null));
                }
                if (wanted.test(message)) {
                    return message;
                }
                others.add(message);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    public JsonNode next(String type) {
        return next(message -> message.path("type").asText().equals(type));
    }

    public JsonNode next(String type, String channel) {
        return next(message -> message.path("type").asText().equals(type)
                && message.path("channel").asText().equals(channel));
    }

    /** Everything on that channel until its event at that offset, that one included. */
    public List<JsonNode> eventsUntil(String channel, long offset) {
        List<JsonNode> events = new ArrayList<>();
        do {
            events.add(next("event", channel));
        } while (events.getLast().path("offset").asLong() < offset);
        return events;
    }

    /** The code that the connection was closed with; waits for it. */
    public int closeCode() {
        return inbox.closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    public int received() {
        return inbox.messages.size();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Inbox implements WebSocket.Listener {

        final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();
        volatile boolean reading;

        Inbox(boolean reading) {
            this.reading = reading;
        }

        @Override
        public void onOpen(WebSocket socket) {
            if (reading) {
                socket.request(1);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(partial.toString());
                    StreamContract.received(message);
                    messages.add(message);
                } catch (JsonProcessingException e) {
                    closed.completeExceptionally(e);
                }
                partial.setLength(0);
            }
            if (reading) {
                socket.request(1);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
