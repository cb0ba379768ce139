package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.contract.revocation.Revocation;
import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import dev.tidings.local.testing.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

/** Taken back before its time: what is open is closed, and what was issued before is refused. */
@QuarkusTest
class RevocationTest extends EdgeTest {

    private final Instant now = Instant.now();

    @Test
    void allConnectionsOfARevokedUserAreClosed() {
        try (TestSocket phone = TestSocket.connect(stream(), issued(-10, "phone"));
                TestSocket laptop = TestSocket.connect(stream(), issued(-5, "laptop"));
                TestSocket other = TestSocket.connect(stream(), signer.connectionToken(APP, user + "2"))) {
            phone.next("welcome");
            laptop.next("welcome");
            other.next("welcome");
            revoke(Optional.empty());
            assertThat(phone.closeCode()).isEqualTo(4003);
            assertThat(laptop.closeCode()).isEqualTo(4003);
            log.publish(APP, "user:" + user + "2", "still served");
            other.next("event");
        }
    }

    @Test
    void onlyTheSessionThatIsNamedIsClosed() {
        try (TestSocket phone = TestSocket.connect(stream(), issued(-10, "phone"));
                TestSocket laptop = TestSocket.connect(stream(), issued(-5, "laptop"))) {
            laptop.next("subscribed", "everyone");
            revoke(Optional.of("phone"));
            assertThat(phone.closeCode()).isEqualTo(4003);
            log.publish(APP, channel, "still served");
            laptop.next("event");
        }
    }

    @Test
    void aTokenFromBeforeIsRefusedAndOneFromAfterwardsIsGood() {
        awaitRevocation();
        refused(issued(0, "s")).then().statusCode(403).body("code", equalTo("revoked"));
        try (TestSocket ann = TestSocket.connect(stream(), issued(1, "s"))) {
            ann.next("welcome");
        }
    }

    @Test
    void aRefreshWithATokenFromBeforeIsRefused() {
        awaitRevocation();
        try (TestSocket ann = TestSocket.connect(stream(), issued(1, "s"))) {
            ann.send("{\"type\":\"refresh\",\"token\":\"%s\"}".formatted(issued(0, "s")));
            assertThat(ann.next("error").path("code").asText()).isEqualTo("token-invalid");
        }
    }

    @Test
    void whatIsNoRevocationIsSkipped() {
        log.sendRevocation("x".getBytes(StandardCharsets.UTF_8), "no json".getBytes(StandardCharsets.UTF_8));
        log.sendRevocation("x".getBytes(StandardCharsets.UTF_8), null);
        awaitRevocation();
    }

    @Test
    void aGrantOpensOneChannelForItsUser() {
        try (TestSocket ann = connect()) {
            subscribe(ann, grant(APP, user, "private:orders.17"));
            ann.next("subscribed", "private:orders.17");
            subscribe(ann, grant(APP, user, "private:orders.18"));
            assertThat(ann.next("error").path("code").asText()).isEqualTo("channel-refused");
            subscribe(ann, grant(APP, "another", "private:orders.17"));
            assertThat(ann.next("error").path("code").asText()).isEqualTo("channel-refused");
            subscribe(ann, grant("other", user, "private:orders.17"));
            assertThat(ann.next("error").path("code").asText()).isEqualTo("channel-refused");
            subscribe(ann, token());
            assertThat(ann.next("error").path("code").asText()).isEqualTo("token-invalid");
            subscribe(ann, "nonsense");
            assertThat(ann.next("error").path("code").asText()).isEqualTo("token-invalid");
        }
    }

    private void subscribe(TestSocket ann, String grant) {
        ann.send("{\"type\":\"unsubscribe\",\"channel\":\"private:orders.17\"}");
        ann.send("{\"type\":\"subscribe\",\"channel\":\"private:orders.17\",\"grant\":\"" + grant + "\"}");
        ann.next(message -> message.path("type").asText().equals("unsubscribed")
                || message.path("code").asText().equals("not-subscribed"));
    }

    private String grant(String app, String user, String channel) {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(app, user);
        claims.setStringClaim(Claim.CHANNEL, channel);
        return signer.sign(TokenKind.GRANT, claims);
    }

    /** Revokes, and waits until the edge knows it: a connection from before tells. */
    private void awaitRevocation() {
        try (TestSocket ann = TestSocket.connect(stream(), issued(-10, "awaiting"))) {
            ann.next("welcome");
            revoke(Optional.empty());
            assertThat(ann.closeCode()).isEqualTo(4003);
        }
    }

    private void revoke(Optional<String> session) {
        log.revoke(Revocation.at(now, APP, user, session));
    }

    /** A token issued so many seconds from now. */
    private String issued(int seconds, String session) {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user);
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond() + seconds));
        claims.setStringClaim(Claim.SESSION, session);
        return signer.sign(TokenKind.CONNECTION, claims);
    }

    private io.restassured.response.Response refused(String token) {
        return given().header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .header("Authorization", "Bearer " + token)
                .get("/v1/stream");
    }
}
