package dev.tidings.e2e;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A product team's backend, as the local client {@code demo}. Safe for use by several threads. */
public final class ProductBackend {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final String serviceToken;
    private final HttpClient http = HttpClient.newHttpClient();

    public ProductBackend(String url) {
        this.url = url;
        this.serviceToken = given().baseUri(url)
                .auth()
                .preemptive()
                .basic("demo", "demo-secret")
                .formParam("grant_type", "client_credentials")
                .post("/oauth2/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    public String connectionToken(String user) {
        return connectionToken(user, "[]");
    }

    /** @param channels patterns, as a JSON array */
    String connectionToken(String user, String channels) {
        return given().baseUri(url)
                .header("Authorization", "Bearer " + serviceToken)
                .contentType("application/json")
                .body("{\"user\":\"" + user + "\",\"channels\":" + channels + "}")
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }

    /** Returns when every edge is bound to hear of it. */
    public void revoke(String user) {
        given().baseUri(url)
                .header("Authorization", "Bearer " + serviceToken)
                .contentType("application/json")
                .body("{\"user\":\"" + user + "\"}")
                .post("/v1/revocations")
                .then()
                .statusCode(202);
    }

    /** Publishes, and returns the position that was acknowledged. */
    public long notify(String user, String title) {
        return publish("{\"to\":{\"users\":[\"" + user + "\"]},\"title\":\"" + title + "\"}");
    }

    /** Publishes a notification as it is, and returns the first position that was acknowledged. */
    public long publish(String notification) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/notifications"))
                .header("Authorization", "Bearer " + serviceToken)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(notification))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 202) {
                throw new AssertionError("not accepted: " + response.statusCode() + " " + response.body());
            }
            JsonNode position = JSON.readTree(response.body()).path("positions").path(0);
            return position.path("offset").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
