package dev.tidings.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.local.process.StackFailure;
import dev.tidings.local.service.DemoClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** The public API as the demo app's backend uses it. Safe for use by several threads. */
public final class Api {

    static final ObjectMapper JSON = new ObjectMapper();

    /** A connection token, and where it opens a stream. */
    public record Token(String token, String stream) {}

    /** What a user's token lets them do beside their own channel: patterns of channels. */
    public record Rights(List<String> subscribe, List<String> publish) {
        public static final Rights NONE = new Rights(List.of(), List.of());
    }

    /** A published notification; the position is a resume string that goes on after it. */
    public record Receipt(String id, String position) {}

    private final String url;
    private final HttpClient http;

    public Api(String url) {
        this.url = url;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    HttpClient http() {
        return http;
    }

    public Token connectionToken(String user, Rights rights) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("user", user);
        addAll(body, "channels", rights.subscribe());
        addAll(body, "publish", rights.publish());
        JsonNode answer = post("/v1/tokens", basic(), "application/json", body.toString());
        return new Token(answer.path("token").asText(), answer.path("stream").asText());
    }

    public Receipt notify(String user, String title, String category) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("to").putArray("users").add(user);
        body.put("title", title);
        if (category != null) {
            body.put("category", category);
        }
        JsonNode answer = post("/v1/notifications", "Bearer " + serviceToken(), "application/json", body.toString());
        JsonNode position = answer.path("positions").path(0);
        // None where the user has muted the category: nothing was published then.
        String text = position.isMissingNode()
                ? ""
                : "%s;%s~%d"
                        .formatted(
                                position.path("epoch").asText(),
                                position.path("channel").asText(),
                                position.path("offset").asLong());
        return new Receipt(answer.path("id").asText(), text);
    }

    private String serviceToken() throws IOException, InterruptedException {
        String form = "grant_type=client_credentials";
        return post("/oauth2/token", basic(), "application/x-www-form-urlencoded", form)
                .path("access_token")
                .asText();
    }

    private static void addAll(ObjectNode body, String name, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(body.putArray(name)::add);
        }
    }

    private static String basic() {
        String credentials = DemoClient.ID + ":" + DemoClient.SECRET;
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode post(String path, String authorization, String contentType, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new StackFailure(Refusal.describe(path, response.statusCode(), response.body()));
            }
            return JSON.readTree(response.body());
        } catch (ConnectException e) {
            throw new IOException("nobody answers at " + url, e);
        }
    }
}
