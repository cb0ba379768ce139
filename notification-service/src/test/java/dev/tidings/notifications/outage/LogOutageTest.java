package dev.tidings.notifications.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.tidings.local.kafka.KafkaBroker;
import dev.tidings.local.testing.TestBackends;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.KeyTable;
import dev.tidings.notifications.fixture.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class LogOutageTest {

    /** The contract's "within about 5 s", and what this machine is slow by. */
    private static final Duration ANSWERED = Duration.ofSeconds(7);

    private final String app = Calls.newApp();
    private final KafkaBroker kafka = TestBackends.kafka();

    @BeforeAll
    static void whenTheSchemaIsThere() throws Exception {
        KeyTable.awaitSchema();
    }

    @Test
    void withTheLogAwayCallsAreRefusedSoonAndAfterwardsTheyWorkAgain() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        kafka.kill();
        try {
            Instant begin = Instant.now();
            try (var threads = Executors.newFixedThreadPool(30)) {
                Callable<Response> call = () -> Calls.publish(app, Calls.to("bob"));
                List<Response> answers = threads
                        .invokeAll(Stream.generate(() -> call).limit(30).toList())
                        .stream()
                        .map(Future::resultNow)
                        .toList();
                assertThat(answers)
                        .allSatisfy(answer ->
                                assertThat(answer.<String>path("code")).isEqualTo("log-unavailable"));
            }
            assertThat(Duration.between(begin, Instant.now())).isLessThan(ANSWERED);
            refusedWithKey("k");
            // Out of service it would refuse nothing any more, and help nobody.
            RestAssured.get("/q/health/ready").then().statusCode(200);
        } finally {
            kafka.restart();
        }
        Await.that(() -> Calls.publish(app, Calls.to("ann")).statusCode() == 202);
        Await.that(() -> Calls.publishWithKey(app, "k", Calls.to("eve")).statusCode() == 202);

        assertThat(Log.of(app + "/user:eve")).hasSize(1);
    }

    /** Its request waits in the broker's socket, and is carried out after it was given up. */
    @Test
    void aCallThatWasOnItsWayWhenTheLogFrozeIsNotDoubledByItsRepeat() throws Exception {
        Calls.publishWithKey(app, "warm", Calls.to("ann")).then().statusCode(202);
        signal("STOP");
        try {
            refusedWithKey("k");
        } finally {
            signal("CONT");
        }
        Await.that(() -> Calls.publish(app, Calls.to("ann")).statusCode() == 202);
        Await.that(() -> Calls.publishWithKey(app, "k", Calls.to("eve")).statusCode() == 202);

        assertThat(Log.of(app + "/user:eve")).hasSize(1);
    }

    @Test
    void aLogThatWasMadeAnewHasAnotherEpoch() throws Exception {
        String before = Calls.publish(app, Calls.to("ann")).path("positions[0].epoch");
        Log.makeAnew();
        String after = Log.epoch().text();

        assertThat(after).isNotEqualTo(before);
        Await.that(() -> after.equals(Calls.publish(app, Calls.to("ann")).path("positions[0].epoch")));
    }

    private void refusedWithKey(String key) {
        Instant begin = Instant.now();
        Calls.publishWithKey(app, key, Calls.to("eve"))
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("log-unavailable"));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(ANSWERED);
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(kafka.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
