package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

/** What an operator sees of a running edge. */
@QuarkusTest
class OperationsTest extends EdgeTest {

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
    void itPublishesHowTheStreamIsOpened() {
        given().accept(ContentType.JSON)
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/v1/stream'.get.operationId", equalTo("openStream"));
    }
}
