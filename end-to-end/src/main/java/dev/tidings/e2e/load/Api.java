package dev.tidings.e2e.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The API as a product's back end and its users' devices call it. Safe for use by several threads. */
public final class Api implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    static final int NO_ANSWER = 0;

    private static final int UNAUTHORIZED = 401;
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("demo:demo-secret".getBytes(StandardCharsets.UTF_8));

    /** What came of a call; the status is 0 where there was no answer, and nobody knows what was done. */
    public record Answer(int status, JsonNode json) {

        public String code() {
            return json.path("code").asText();
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final Duration patience;

    private volatile String serviceToken = "";

    /** Waits that long for an answer. */
    public Api(String url, Duration patience) {
        this.url = url;
        this.patience = patience;
    }

    /** For an hour; empty where there is none to be had. */
    public Optional<String> connectionToken(String user) {
        Answer answer = asBackEnd(token -> request("/v1/tokens", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\":\"" + user + "\",\"ttl\":3600}")));
        return Optional.of(answer.json().path("token").asText()).filter(token -> !token.isEmpty());
    }

    public Answer publish(String path, String body, Optional<String> key) {
        return asBackEnd(token -> {
            HttpRequest.Builder request = request(path, "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body));
            key.ifPresent(name -> request.header("Idempotency-Key", name));
            return request;
        });
    }

    Answer get(String path, String token) {
        return send(request(path, "Bearer " + token));
    }

    Answer call(String method, String path, String token, String body) {
        return send(request(path, "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    WebSocket stream(String query, String token, WebSocket.Listener listener) {
        return http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create(url.replaceFirst("^http", "ws") + "/v1/stream" + query), listener)
                .orTimeout(patience.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** A service token lives shorter than some drills: who is refused gets another, and calls once more. */
    private Answer asBackEnd(Function<String, HttpRequest.Builder> call) {
        Answer answer = send(call.apply(serviceToken));
        if (answer.status() != UNAUTHORIZED) {
            return answer;
        }
        Answer issued = send(request("/oauth2/token", BASIC)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
        serviceToken = issued.json().path("access_token").asText();
        return serviceToken.isEmpty() ? issued : send(call.apply(serviceToken));
    }

    private HttpRequest.Builder request(String path, String authorization) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(patience).header("Authorization", authorization);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException _) {
            return new Answer(NO_ANSWER, MissingNode.getInstance());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
