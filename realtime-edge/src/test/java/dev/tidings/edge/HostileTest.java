package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.RawSocket;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What no good client does: it costs the edge nothing that stays, and nobody else anything. */
@QuarkusTest
class HostileTest extends EdgeTest {

    private static final int FLOOD_BYTES = 8 * 1024 * 1024;

    @Test
    void whoIsGoneBeforeItsSessionBeganLeavesNothing() throws IOException {
        double before = metric("tidings_edge_subscriptions ");
        String resume = log.epoch()
                + IntStream.range(0, 90).mapToObj(i -> ";public:c" + i).reduce("", String::concat);
        for (int i = 0; i < 200; i++) {
            String token = signer.connectionToken(APP, user + i);
            try (RawSocket gone = RawSocket.connect(http())) {
                gone.handshake(token, resume);
                gone.reset();
            }
        }
        await(() -> metric("tidings_edge_subscriptions ") <= before && metric("tidings_edge_sockets ") == 0);
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
    void aRequestThatIsNeverFinishedIsGivenUp() throws IOException {
        try (RawSocket slow = RawSocket.connect(http())) {
            slow.write("GET /v1/stream HTTP/1.1\r\nHost: x\r\n");
            assertThat(slow.isClosedWithin(Duration.ofSeconds(30))).isTrue();
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
        await(() -> metric("tidings_edge_sockets ") == 0);
    }

    private static double metric(String name) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
