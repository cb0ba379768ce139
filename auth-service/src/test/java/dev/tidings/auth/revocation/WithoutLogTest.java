package dev.tidings.auth.revocation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.tidings.auth.TestClients;
import dev.tidings.auth.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Nobody listens at the address that the tests give for Kafka. */
@QuarkusTest
@WithTestResource(TestClients.class)
class WithoutLogTest {

    @Test
    void aRevocationIsRefusedInTimeAndNothingElseIs() {
        Instant begin = Instant.now();
        Tokens.post("/v1/revocations", Tokens.basic("demo", TestClients.SECRET), "{\"user\":\"ann\"}")
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("log-unavailable"));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(6));
        given().get("/q/health/ready").then().statusCode(200);
        Tokens.connection("{\"user\":\"ann\"}");
    }
}
