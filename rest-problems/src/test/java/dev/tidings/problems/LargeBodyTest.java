package dev.tidings.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LargeBodyTest {

    private static final int MIB = 1024 * 1024;

    @TestHTTPResource("/echo")
    URI echo;

    @TestHTTPResource("/echo/large")
    URI large;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aBodyThatSaysItIsTooLargeIsRefused() throws Exception {
        assertTooLarge(post(echo, BodyPublishers.ofByteArray(body(3 * MIB))));
    }

    @Test
    void aBodyBeyondEveryLimitIsRefusedTheSameWay() throws Exception {
        assertTooLarge(post(echo, BodyPublishers.ofByteArray(body(33 * MIB))));
    }

    @Test
    void aChunkedBodyIsRefusedWhenItGrowsTooLarge() throws Exception {
        assertTooLarge(post(echo, chunked(3 * MIB)));
    }

    @Test
    void aBodyOverHttp2HasTheSameLimit() throws Exception {
        try (HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            assertTooLarge(send(http2, echo, chunked(3 * MIB)));
            assertTooLarge(send(http2, echo, BodyPublishers.ofByteArray(body(3 * MIB))));
        }
    }

    @Test
    void aPathMayTakeMore() throws Exception {
        assertThat(post(large, BodyPublishers.ofByteArray(body(2 * MIB))).statusCode())
                .isEqualTo(200);
        assertThat(post(large, chunked(2 * MIB)).statusCode()).isEqualTo(200);
        assertTooLarge(post(large, chunked(2 * MIB + 1)));
    }

    @Test
    void theConnectionOfOneWhoNeverStopsSendingIsClosed() throws IOException {
        try (Socket socket = new Socket(echo.getHost(), echo.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head("Content-Length: 99999999999999999999"));
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 4");
        }
    }

    private byte[] head(String header) {
        return ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private HttpResponse<String> post(URI uri, BodyPublisher body) throws Exception {
        return send(http, uri, body);
    }

    private static HttpResponse<String> send(HttpClient http, URI uri, BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void assertTooLarge(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"too-large\"");
    }

    /** A JSON object of exactly that many bytes. */
    private static byte[] body(int bytes) {
        String frame = "{\"title\":\"\"}";
        return ("{\"title\":\"" + "x".repeat(bytes - frame.length()) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    private static BodyPublisher chunked(int bytes) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body(bytes)));
    }
}
