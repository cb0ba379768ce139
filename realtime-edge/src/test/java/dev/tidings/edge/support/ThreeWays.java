package dev.tidings.edge.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One user who reads a channel in all three ways at once: the WebSocket and the event stream stay, the poll goes on from
 * answer to answer. All that comes is kept until it is asked for. For one thread.
 */
public final class ThreeWays implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS_A_POLL = 5;
    private static final int MOST_POLLS = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI stream;
    private final String token;
    private final String channel;
    private final TestSocket socket;
    private final EventStream events;
    /** What the polls so far have brought. */
    private final List<Long> polled = new ArrayList<>();

    private String resume;

    private ThreeWays(URI stream, String token, String channel) {
        this.stream = stream;
        this.token = token;
        this.channel = channel;
        this.socket = TestSocket.connect(URI.create(stream.toString().replaceFirst("^http", "ws")), token);
        this.events = new EventStream(stream, token, null);
    }

    /** Returns when all three are subscribed: whatever is published from now on reaches each. */
    public static ThreeWays open(URI stream, String token, String channel) {
        ThreeWays ways = new ThreeWays(stream, token, channel);
        ways.socket.next("subscribed", "everyone");
        ways.events.next(
                event -> event.name().equals("subscribed") && event.data().contains("everyone"));
        ways.poll();
        return ways;
    }

    /** Each of them has exactly these, in this order, if it wasn't asked before. */
    public void assertReceived(List<Long> offsets) {
        assertThat(socket.eventsUntil(channel, offsets.getLast()))
                .extracting(event -> event.path("offset").asLong())
                .as("over the WebSocket")
                .isEqualTo(offsets);
        List<Long> streamed = new ArrayList<>();
        while (streamed.isEmpty() || streamed.getLast() < offsets.getLast()) {
            JsonNode event = events.nextEvent().json();
            if (event.path("channel").asText().equals(channel)) {
                streamed.add(event.path("offset").asLong());
            }
        }
        assertThat(streamed).as("over the event stream").isEqualTo(offsets);
        for (int i = 0; i < MOST_POLLS && (polled.isEmpty() || polled.getLast() < offsets.getLast()); i++) {
            poll();
        }
        assertThat(polled).as("by long poll").isEqualTo(offsets);
    }

    /** Asks for the next answer, as a client does that has the one before. */
    public void poll() {
        String query = "?wait=" + SECONDS_A_POLL
                + (resume == null ? "" : "&resume=" + URLEncoder.encode(resume, StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(stream + query))
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            JsonNode answer = JSON.readTree(response.body());
            StreamContract.answered(answer);
            resume = answer.path("resume").asText();
            answer.path("events").forEach(event -> {
                if (event.path("channel").asText().equals(channel)) {
                    polled.add(event.path("offset").asLong());
                }
            });
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        socket.close();
        events.close();
        http.shutdownNow();
    }
}
