package dev.tidings.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.local.client.StreamSocket.Signal;
import dev.tidings.local.process.StackFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Follows a user's stream for as long as it is let: over every drop with its own position, nothing twice, and openly
 * where something can't be had. One thread.
 */
public final class Tail {

    private static final int SILENT_HEARTBEATS = 3;
    private static final Duration UNTIL_WELCOME = Duration.ofSeconds(15);

    private final Api api;
    private final String user;
    private final Api.Rights rights;
    private final Cursor cursor;
    private final TailOutput output;
    private final Backoff backoff = new Backoff();

    private String epoch = "";
    private Duration silence = UNTIL_WELCOME;
    /** What others may read from another thread: where this one is. */
    private volatile String position;

    public Tail(Api api, String user, Api.Rights rights, String since, boolean json, PrintStream out) {
        this.api = api;
        this.user = user;
        this.rights = rights;
        this.cursor = Cursor.parse(since);
        this.position = since;
        this.output = new TailOutput(out, json);
    }

    /** A resume string that goes on where this is. */
    public String position() {
        return position;
    }

    /** Ends only by a failure that another attempt would not mend. */
    public void run() throws InterruptedException {
        while (true) {
            try (StreamSocket socket = open()) {
                silence = UNTIL_WELCOME;
                read(socket);
            } catch (IOException e) {
                output.note(e.getMessage());
            }
            Thread.sleep(backoff.next());
        }
    }

    private StreamSocket open() throws IOException, InterruptedException {
        Api.Token token = api.connectionToken(user, rights);
        String resume = cursor.resumeString();
        String query = resume.isEmpty() ? "" : "?resume=" + URLEncoder.encode(resume, StandardCharsets.UTF_8);
        try {
            return StreamSocket.open(api.http(), URI.create(token.stream() + query), token.token());
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw refusal(refused);
            }
            throw new IOException("the stream can't be opened: " + e.getCause(), e);
        }
    }

    private static IOException refusal(WebSocketHandshakeException refused) {
        int status = refused.getResponse().statusCode();
        String body = refused.getResponse().body() instanceof String text ? text : "";
        String line = Refusal.describe("/v1/stream", status, body);
        return switch (status) {
            case 400, 403 -> throw new StackFailure(line, refused);
            default -> new IOException(line, refused);
        };
    }

    /** Returns when another connection is to be made. */
    private void read(StreamSocket socket) throws IOException, InterruptedException {
        while (true) {
            switch (socket.take(silence)) {
                case Signal.Frame(String text) -> {
                    JsonNode message = Api.JSON.readTree(text);
                    if (!take(socket, message, text)) {
                        return;
                    }
                }
                case Signal.Closed(int code) -> {
                    mustNotReturn(code);
                    output.note("the stream was closed (" + code + "), connecting again");
                    return;
                }
                case Signal.Silent() -> {
                    output.note("the stream is silent, connecting again");
                    return;
                }
            }
        }
    }

    private static void mustNotReturn(int code) {
        switch (code) {
            case 4000 -> throw new StackFailure("the stream was closed: it did not understand us (4000)");
            case 4003 -> throw new StackFailure("the user was revoked (4003)");
            default -> {
                // Everything else is mended by a new connection.
            }
        }
    }

    /** False where this connection is to be left. */
    private boolean take(StreamSocket socket, JsonNode message, String raw) throws IOException, InterruptedException {
        switch (message.path("type").asText()) {
            case "event" -> {
                return event(message, raw);
            }
            case "welcome" -> {
                backoff.reset();
                epoch = message.path("epoch").asText();
                silence = Duration.ofSeconds(message.path("heartbeat").asLong(25) * SILENT_HEARTBEATS);
            }
            case "subscribed" -> subscribed(message);
            case "ping" -> socket.send("{\"type\":\"pong\"}");
            case "expiring" -> refresh(socket);
            case "draining" -> {
                output.frame(raw);
                // Its own moment to leave; what comes until then is replayed on the next connection.
                double seconds = message.path("retryAfter").asDouble()
                        * ThreadLocalRandom.current().nextDouble();
                Thread.sleep(Duration.ofMillis((long) (seconds * 1000)));
                return false;
            }
            case "error" ->
                output.note("error " + message.path("code").asText() + ": "
                        + message.path("message").asText());
            default -> {
                // Of no use here, or of a later version.
            }
        }
        output.frame(raw);
        return true;
    }

    private boolean event(JsonNode message, String raw) {
        String channel = message.path("channel").asText();
        JsonNode previous = message.path("prev");
        if (previous.isIntegralNumber() && cursor.isGapBefore(channel, previous.asLong())) {
            output.note("an event is missing before " + channel + "~" + message.path("offset") + ", asking for it");
            return false;
        }
        if (cursor.advance(channel, message.path("offset").asLong())) {
            position = cursor.resumeString();
            output.frame(raw);
            output.event(message);
        }
        return true;
    }

    private void subscribed(JsonNode message) {
        String channel = message.path("channel").asText();
        long offset = message.path("offset").asLong();
        JsonNode recovered = message.path("recovered");
        if (position.isEmpty()) {
            output.note("listening: what is sent to " + user + " appears here; Ctrl-C ends it");
        }
        cursor.subscribed(epoch, channel, offset, recovered.asBoolean());
        position = cursor.resumeString();
        if (recovered.isBoolean() && !recovered.asBoolean()) {
            output.notRecovered(channel, message.path("reason").asText(), offset);
        }
    }

    private void refresh(StreamSocket socket) throws IOException, InterruptedException {
        String token = api.connectionToken(user, rights).token();
        socket.send(Api.JSON
                .createObjectNode()
                .put("type", "refresh")
                .put("token", token)
                .toString());
    }
}
