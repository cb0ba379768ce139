package dev.tidings.notifications.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Metrics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class OperationsTest {

    @Test
    void readyMeansThatKeysLogAndRevocationsAreKnown() throws Exception {
        Await.that(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
        RestAssured.get("/q/health/ready")
                .then()
                .body("checks.name", containsInAnyOrder("token-keys-known", "log-reached", "revocations-known"))
                .body("checks.status", everyItem(equalTo("UP")));
        RestAssured.get("/q/health/live").then().statusCode(200);
    }

    @Test
    void metricsCountWhatBecameOfTheCalls() {
        String app = Calls.newApp();
        double accepted = Metrics.of("tidings_notifications_accepted_total");
        double records = Metrics.of("tidings_notifications_records_total");
        Calls.publish(app, """
                {"to":{"users":["ann","bob"]},"title":"Hi"}""").then().statusCode(202);
        Calls.publish(app, "{}").then().statusCode(400);

        assertThat(Metrics.of("tidings_notifications_accepted_total")).isEqualTo(accepted + 1);
        assertThat(Metrics.of("tidings_notifications_records_total")).isEqualTo(records + 2);
        assertThat(Metrics.of("tidings_notifications_refused_total{code=\"validation\"}"))
                .isPositive();
        assertThat(Metrics.of("tidings_log_in_flight_records")).isZero();
        assertThat(Metrics.of("tidings_log_in_flight_bytes")).isZero();
    }

    @Test
    void theOpenApiDocumentDescribesTheCall() {
        RestAssured.given()
                .queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(
                        "paths.'/v1/notifications'.post.responses.keySet()",
                        containsInAnyOrder(
                                "202", "400", "401", "403", "406", "409", "413", "415", "422", "500", "503"));
    }
}
