package dev.tidings.notifications.outage;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Door;
import dev.tidings.notifications.fixture.PublishedContract;
import dev.tidings.notifications.fixture.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = NothingThere.class, restrictToAnnotatedClass = true)
class StartAloneTest {

    @Test
    void theServiceStartsBeforeEverythingElseAndIsAliveButNotReady() {
        RestAssured.get("/q/health/live").then().statusCode(200);
        RestAssured.get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.name", containsInAnyOrder("token-keys-known", "log-reached", "revocations-known"))
                .body("checks.status", everyItem(equalTo("DOWN")));
    }

    @Test
    void aTokenThatNobodyCanJudgeIsNotAccepted() {
        Calls.publish("demo", Calls.to("ann")).then().statusCode(401);
        RestAssured.given()
                .filter(PublishedContract.HELD)
                .header("Authorization", Tokens.connection("demo", "ann").bearer())
                .get(Door.PATH)
                .then()
                .statusCode(401);
    }
}
