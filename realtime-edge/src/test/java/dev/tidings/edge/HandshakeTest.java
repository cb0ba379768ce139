package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import dev.tidings.local.testing.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** A bad request gets an HTTP status and a problem, and never a socket. */
@QuarkusTest
class HandshakeTest extends EdgeTest {

    @Test
    void withoutAToken() {
        refused(handshake(), 401, "token-missing").header("WWW-Authenticate", equalTo("Bearer"));
    }

    @Test
    void withSomethingThatIsNoToken() {
        for (String token : List.of("x", "a.b.c", "..", "%F0", "e30.e30.e30", "x".repeat(9_000))) {
            refusedToken(token, "token-invalid");
        }
    }

    @Test
    void withATamperedToken() {
        String[] parts = token().split("\\.", -1);
        JwtClaims claims = TestIssuer.Signer.connectionClaims("other", user);
        String payload = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.toJson().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        refusedToken(parts[0] + "." + payload + "." + parts[2], "token-invalid");
    }

    @Test
    void withAnUnsignedToken() {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"alg\":\"none\",\"typ\":\"connection+jwt\",\"kid\":\""
                                + signer.key().getKeyId() + "\"}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        refusedToken(header + "." + token().split("\\.", -1)[1] + ".", "token-invalid");
    }

    @Test
    void withATokenOfAnotherKind() {
        refusedToken(signer.serviceToken(APP, "backend", "notifications:write"), "token-invalid");
        refusedToken(signer.sign(TokenKind.GRANT, TestIssuer.Signer.connectionClaims(APP, user)), "token-invalid");
    }

    @Test
    void withAnExpiredToken() {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user);
        claims.setExpirationTimeMinutesInTheFuture(-1);
        refusedToken(signer.sign(TokenKind.CONNECTION, claims), "token-expired");
    }

    @Test
    void withATokenForSomebodyElse() {
        JwtClaims audience = TestIssuer.Signer.connectionClaims(APP, user);
        audience.setAudience("another");
        refusedToken(signer.sign(TokenKind.CONNECTION, audience), "token-invalid");
        JwtClaims issuer = TestIssuer.Signer.connectionClaims(APP, user);
        issuer.setIssuer("http://elsewhere");
        refusedToken(signer.sign(TokenKind.CONNECTION, issuer), "token-invalid");
    }

    @Test
    void withATokenFromTheFuture() {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user);
        claims.setIssuedAt(org.jose4j.jwt.NumericDate.fromSeconds(
                claims.getClaimValueAsString("iat").length() > 0
                        ? java.time.Instant.now().plusSeconds(120).getEpochSecond()
                        : 0));
        claims.setExpirationTimeMinutesInTheFuture(5);
        refusedToken(signer.sign(TokenKind.CONNECTION, claims), "token-invalid");
    }

    @Test
    void withAClaimOfTheWrongForm() {
        JwtClaims app = TestIssuer.Signer.connectionClaims(APP, user);
        app.setStringClaim(Claim.APP, "../other");
        refusedToken(signer.sign(TokenKind.CONNECTION, app), "token-invalid");
        JwtClaims channels = TestIssuer.Signer.connectionClaims(APP, user, "*");
        refusedToken(signer.sign(TokenKind.CONNECTION, channels), "token-invalid");
        JwtClaims subject = TestIssuer.Signer.connectionClaims(APP, "a/b");
        refusedToken(signer.sign(TokenKind.CONNECTION, subject), "token-invalid");
    }

    @Test
    void fromAForeignPage() {
        for (String origin : List.of(
                "https://evil.example.com",
                "http://localhost.evil.example.com",
                "http://localhost:80x",
                "null",
                "https://app.example.com:444",
                "http://localhost:")) {
            refused(authorized().header("Origin", origin), 403, "origin-refused");
        }
    }

    @Test
    void fromAPageOfTheAppAPageMayConnect() {
        for (String origin : List.of("http://localhost:3000", "http://localhost", "https://app.example.com")) {
            open(socket().header("Origin", origin).header("Authorization", "Bearer " + token()), "")
                    .abort();
        }
    }

    @Test
    void withAResumeStringThatCanNotBeRead() {
        String epoch = log.epoch().text();
        for (String resume : List.of(
                ";",
                "a b;everyone",
                epoch + ";" + channel + "~x",
                epoch + ";" + channel + "~-2",
                epoch + ";" + channel + "~1;" + channel + "~2",
                epoch + ";" + channel + "~99999999999999999999",
                epoch + IntStream.range(0, 103).mapToObj(i -> ";public:c" + i).reduce("", String::concat))) {
            refused(authorized().queryParam("resume", resume), 400, "bad-resume");
        }
    }

    @Test
    void withAResumeStringThatNamesNoChannel() {
        for (String name : List.of("nobody", "user:", "user:a/b", "everyone:x", "private:" + "x".repeat(161))) {
            refused(authorized().queryParam("resume", log.epoch() + ";" + name + "~1"), 400, "bad-channel");
        }
    }

    @Test
    void withAChannelOfSomebodyElse() {
        for (String name : List.of("user:another", "private:orders.1", "presence:doc.1")) {
            refused(authorized().queryParam("resume", log.epoch() + ";" + name + "~1"), 403, "channel-refused");
        }
    }

    @Test
    void moreConnectionsOfAUserThanAreAllowed() {
        List<TestSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                open.add(connect());
                open.getLast().next("welcome");
            }
            refused(authorized(), 429, "too-many-connections").header("Retry-After", notNullValue());
        } finally {
            open.forEach(TestSocket::close);
        }
    }

    @Test
    void aPlaceIsFreeAgainWhenItsConnectionHasEnded() {
        for (int i = 0; i < 20; i++) {
            try (TestSocket ann = connect()) {
                ann.next("welcome");
                ann.send("{\"type\":\"nonsense\"}");
                ann.next("error");
            }
            log.publish(APP, channel, "give the close its time");
        }
    }

    @Test
    void withoutAnUpgrade() {
        refused(given().accept("text/html").header("Authorization", "Bearer " + token()), 406, "not-acceptable");
    }

    @Test
    void withAHalfHandshake() {
        refused(
                given().header("Connection", "Upgrade")
                        .header("Upgrade", "websocket")
                        .header("Authorization", "Bearer " + token()),
                400,
                "malformed");
    }

    @Test
    void elsewhere() {
        given().get("/v1/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("not-found"));
        given().post("/v1/stream")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .body("code", equalTo("method-not-allowed"))
                .header("Allow", containsString("GET"));
    }

    @Test
    void aBrowserBringsItsTokenAsASubprotocol() {
        WebSocket socket = open(socket().subprotocols("tidings.v1", "bearer." + token()), "");
        assertThat(socket.getSubprotocol()).isEqualTo("tidings.v1");
        socket.abort();
    }

    @Test
    void aTokenMayStandInTheQuery() {
        open(socket(), "?token=" + token()).abort();
    }

    private ValidatableResponse refusedToken(String token, String code) {
        return refused(handshake().header("Authorization", "Bearer " + token), 401, code)
                .header("WWW-Authenticate", containsString("invalid_token"));
    }

    private static ValidatableResponse refused(RequestSpecification request, int status, String code) {
        return request.get("/v1/stream")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("status", equalTo(status))
                .body("title", notNullValue());
    }

    private RequestSpecification authorized() {
        return handshake().header("Authorization", "Bearer " + token());
    }

    private static RequestSpecification handshake() {
        return given().header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    private static WebSocket.Builder socket() {
        return HttpClient.newHttpClient().newWebSocketBuilder();
    }

    private WebSocket open(WebSocket.Builder builder, String query) {
        return builder.buildAsync(URI.create(stream() + query), new WebSocket.Listener() {})
                .join();
    }
}
