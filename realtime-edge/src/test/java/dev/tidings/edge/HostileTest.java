package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.edge.support.EdgeGauges;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.LogCapture;
import dev.tidings.edge.support.RawSocket;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What no good client does: it costs the edge nothing that stays, and nobody else anything. */
@QuarkusTest
class HostileTest extends EdgeTest {

    private static final int FLOOD_BYTES = 8 * 1024 * 1024;

    @Test
    void whoIsGoneBeforeItsSessionBeganLeavesNothing() throws IOException {
        double before = EdgeGauges.subscriptions();
        String resume = log.epoch()
                + IntStream.range(0, 90).mapToObj(i -> ";public:c" + i).reduce("", String::concat);
        for (int i = 0; i < 200; i++) {
            String token = signer.connectionToken(APP, user + i);
            try (RawSocket gone = RawSocket.connect(http())) {
                gone.handshake(token, resume);
                gone.reset();
            }
        }
        EdgeGauges.await(() -> EdgeGauges.subscriptions() <= before && EdgeGauges.sockets() == 0);
    }

    @Test
    void aFloodOfPingsFromWhoDoesNotReadIsNotQueued() throws IOException {
        assertFloodIsBounded(RawSocket.frame(0x9, 125));
    }

    @Test
    void aFloodOfEmptyBinaryMessagesIsNotQueued() throws IOException {
        assertFloodIsBounded(RawSocket.frame(0x2, 0));
    }

    @Test
    void aFloodOfMessagesIsNotQueued() throws IOException {
        assertFloodIsBounded(RawSocket.frame(0x1, 30));
    }

    @Test
    void aMessageWhoseFirstFragmentsAreEmptyIsOneToo() throws IOException {
        try (RawSocket ann = RawSocket.connect(http())) {
            ann.handshake(token(), log.epoch().text());
            ann.read(Duration.ofSeconds(20));
            ann.write(RawSocket.frame(false, 0x1, ""));
            ann.write(RawSocket.frame(false, 0x0, ""));
            ann.write(RawSocket.frame(false, 0x0, "{\"type\":\"unsubscribe\",\"channel\":"));
            ann.write(RawSocket.frame(true, 0x0, "\"public:a\",\"ref\":\"first\"}"));
            ann.write(RawSocket.frame(
                    true, 0x1, "{\"type\":\"unsubscribe\",\"channel\":\"public:a\",\"ref\":\"second\"}"));
            StringBuilder received = new StringBuilder();
            EdgeGauges.await(() -> received.append(ann.readNow()).indexOf("\"ref\":\"second\"") > 0);
            assertThat(received).contains("\"ref\":\"first\"");
        }
    }

    @Test
    void aRequestThatIsNeverFinishedIsGivenUp() throws IOException {
        try (RawSocket slow = RawSocket.connect(http())) {
            slow.write("GET /v1/stream HTTP/1.1\r\nHost: x\r\n");
            assertThat(slow.isClosedWithin(Duration.ofSeconds(30))).isTrue();
        }
    }

    /** The decoder's complaint has the whole address in it, and so the token. */
    @Test
    void aQueryThatCannotBeDecodedIsRefusedAndNotLogged() throws IOException {
        try (LogCapture logged = LogCapture.start();
                RawSocket hostile = RawSocket.connect(http())) {
            hostile.write(String.join(
                    "\r\n",
                    "GET /v1/stream?resume=%zz&token=secret HTTP/1.1",
                    "Host: x",
                    "Accept: application/json",
                    "Connection: close",
                    "",
                    ""));
            assertThat(hostile.readToEnd(Duration.ofSeconds(30))).startsWith("HTTP/1.1 400");
            assertThat(logged.text()).doesNotContain("secret");
        }
    }

    @Test
    void aHandshakeWithABodyIsRefused() {
        given().header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .header("Authorization", "Bearer " + token())
                .body("hello")
                .get("/v1/stream")
                .then()
                .statusCode(400);
    }

    /** Others are served meanwhile, and the direct memory that Netty writes from stays where it was. */
    private void assertFloodIsBounded(byte[] frame) throws IOException {
        try (RawSocket hostile = RawSocket.connect(http());
                TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            hostile.handshake(
                    signer.connectionToken(APP, user + "-hostile"), log.epoch().text());
            hostile.flood(frame, FLOOD_BYTES);
            log.publish(APP, channel, "still served");
            ann.next("event");
            assertThat(io.netty.buffer.PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                    .isLessThan(128L * 1024 * 1024);
            given().get("/q/health/live").then().statusCode(200);
        }
        EdgeGauges.await(() -> EdgeGauges.sockets() == 0);
    }
}
