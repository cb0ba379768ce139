package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What an operator sees of a running edge. */
@QuarkusTest
class OperationsTest extends EdgeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void itIsAliveStartedAndReady() {
        for (String probe : new String[] {"live", "started", "ready"}) {
            given().get("/q/health/" + probe).then().statusCode(200).body("status", equalTo("UP"));
        }
    }

    @Test
    void itCountsWhatItDoes() {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            log.publish(APP, channel, "counted");
            ann.next("event");
            String metrics = given().get("/q/metrics").asString();
            assertThat(metrics)
                    .contains("tidings_edge_sockets ")
                    .contains("tidings_edge_subscriptions ")
                    .contains("tidings_edge_deliveries_total ")
                    .contains("tidings_edge_tail_bytes ")
                    .contains("tidings_edge_handshakes_total{outcome=\"admitted\"}");
        }
    }

    @Test
    void itSeesWhoIsOpenAndWhoHasGone() {
        double before = metric("tidings_edge_closes_total{code=\"peer\"}");
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            assertThat(metric("tidings_edge_streams{way=\"websocket\"}")).isPositive();
            log.publish(APP, channel, "timed");
            ann.next("event");
        }
        await("tidings_edge_closes_total{code=\"peer\"}", before + 1);
        assertThat(metric("tidings_edge_delivery_latency_seconds_count")).isPositive();
        assertThat(metric("tidings_edge_delivered_bytes_total")).isGreaterThan(100);
        assertThat(metric("tidings_edge_log_reachable")).isOne();
        assertThat(metric("tidings_edge_presence_edges")).isPositive();
    }

    @Test
    void itSeesWhoIsBehind() {
        try (TestSocket stalled = connect()) {
            stalled.next("subscribed", "everyone");
            stalled.pause();
            log.publishAll(APP, channel, 6_000, "x".repeat(2_000));
            await("tidings_edge_subscriptions_behind", 1);
            await("tidings_edge_subscriptions_behind_offsets_max", 100);
        }
    }

    private static void await(String name, double atLeast) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (metric(name) < atLeast && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        assertThat(metric(name)).isGreaterThanOrEqualTo(atLeast);
    }

    private static double metric(String name) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such metric: " + name));
    }

    @Test
    void itPublishesHowTheStreamIsOpened() {
        given().accept(ContentType.JSON)
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/v1/stream'.get.operationId", equalTo("openStream"));
    }
}
