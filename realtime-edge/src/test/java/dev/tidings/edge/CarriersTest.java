package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.LogCapture;
import dev.tidings.edge.support.RawSocket;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where a token stands, which of several counts, and that none of them is seen anywhere afterwards. */
@QuarkusTest
class CarriersTest extends EdgeTest {

    private static final String BAD = "no.token.atall";

    @Test
    void theFirstFoundWins() {
        poll(given().header("Authorization", "Bearer " + token())
                        .header("Sec-WebSocket-Protocol", "tidings.v1, bearer." + BAD)
                        .queryParam("token", BAD))
                .statusCode(200);
        refused(given().header("Authorization", "Bearer " + BAD)
                .header("Sec-WebSocket-Protocol", "tidings.v1, bearer." + token())
                .queryParam("token", token()));
        poll(given().header("Sec-WebSocket-Protocol", "tidings.v1, bearer." + token())
                        .queryParam("token", BAD))
                .statusCode(200);
        refused(given().header("Sec-WebSocket-Protocol", "tidings.v1, bearer." + BAD)
                .queryParam("token", token()));
    }

    @Test
    void noTokenIsLogged() throws IOException {
        String good = token();
        String bad = signer.connectionToken(APP, user) + "tampered";
        try (LogCapture logged = LogCapture.start()) {
            for (String token : new String[] {good, bad}) {
                poll(given().header("Authorization", "Bearer " + token));
                poll(given().header("Sec-WebSocket-Protocol", "tidings.v1, bearer." + token));
                poll(given().queryParam("token", token));
                poll(given().queryParam("token", token).queryParam("resume", ";"));
                given().queryParam("token", token).get("/v1/nothing");
                raw("GET /v1/stream?token=" + token + "%zz HTTP/1.1\r\nHost: x\r\n\r\n");
                raw("GET /v1/stream?token=" + token + " HTTP/9.9\r\nHost: \u00ff\r\n\r\n");
            }
            try (TestSocket ann = connect()) {
                ann.send("{\"type\":\"refresh\",\"token\":\"%s\",\"ref\":1}".formatted(good));
                ann.next("refreshed");
                ann.send("{\"type\":\"refresh\",\"token\":\"%s\",\"ref\":2}".formatted(bad));
                ann.next("error");
                ann.send("{\"type\":\"refresh\",\"token\":\"%s\"".formatted(good));
                ann.next("error");
            }
            assertThat(logged.text()).doesNotContain(signatureOf(good)).doesNotContain(signatureOf(bad));
        }
    }

    @Test
    void compressionIsNotNegotiated() throws IOException {
        try (RawSocket browser = RawSocket.connect(http())) {
            browser.write("GET /v1/stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
                    + "Authorization: Bearer " + token() + "\r\n\r\n");
            assertThat(browser.read(Duration.ofSeconds(20)).toLowerCase(java.util.Locale.ROOT))
                    .startsWith("http/1.1 101")
                    .doesNotContain("sec-websocket-extensions");
        }
    }

    private void raw(String request) throws IOException {
        try (RawSocket socket = RawSocket.connect(http())) {
            socket.write(request);
            socket.read(Duration.ofSeconds(20));
        }
    }

    private static String signatureOf(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private static void refused(RequestSpecification request) {
        poll(request).statusCode(401).body("code", equalTo("token-invalid"));
    }

    private static ValidatableResponse poll(RequestSpecification request) {
        return request.accept("application/json").get("/v1/stream").then();
    }
}
