package dev.tidings.notifications.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.tidings.contract.token.Scope;
import dev.tidings.local.kafka.KafkaBroker;
import dev.tidings.local.testing.TestBackends;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.KeyTable;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.Metrics;
import dev.tidings.notifications.fixture.Tokens;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
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

    /** The contract's "within about 5 s" on a slow machine; Kafka's own client would take two minutes. */
    private static final Duration ANSWERED = Duration.ofSeconds(30);

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

    /** What waits for it is bounded, and what is above is told so at once. */
    @Test
    void aFrozenLogIsNotWaitedForByMoreAndMore() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        String batch = "[" + Calls.to("eve") + ("," + Calls.to("eve")).repeat(999) + "]";
        double most = 0;
        List<Future<Response>> answers;
        signal("STOP");
        try (var threads = Executors.newFixedThreadPool(60)) {
            answers = Stream.generate(() -> threads.submit(() -> Calls.publishBatch(app, batch)))
                    .limit(60)
                    .toList();
            while (answers.stream().anyMatch(answer -> !answer.isDone())) {
                most = Math.max(most, Metrics.of("tidings_log_in_flight_records"));
            }
        } finally {
            signal("CONT");
        }
        assertThat(answers.stream().map(answer -> answer.resultNow().<String>path("code")))
                .contains("log-unavailable", "over-capacity")
                .allMatch(code -> code.equals("log-unavailable") || code.equals("over-capacity"));
        // The limit, and one batch for each event loop that passed it at the same time.
        int loops = 2 * Runtime.getRuntime().availableProcessors();
        assertThat(most).isBetween(1_000.0, 20_000.0 + 1_000 * loops);
        Await.that(() -> Metrics.of("tidings_log_in_flight_records") == 0
                && Metrics.of("tidings_log_in_flight_bytes") == 0
                && Metrics.of("tidings_notifications_batch_bytes") == 0);
        Await.that(() -> Calls.publish(app, Calls.to("ann")).statusCode() == 202);
    }

    @Test
    void withTheLogAwayPreferencesStayAsTheyAre() throws Exception {
        String ann = Tokens.connection(app, "ann").token(Duration.ofMinutes(5));
        Await.that(() ->
                Calls.as(ann).body("{\"muted\":[\"a\"]}").put("/v1/preferences").statusCode() == 200);
        kafka.kill();
        try {
            Calls.as(ann)
                    .body("{\"muted\":[]}")
                    .put("/v1/preferences")
                    .then()
                    .statusCode(503)
                    .body("code", equalTo("log-unavailable"));
            Calls.as(ann).get("/v1/preferences").then().statusCode(200).body("muted", contains("a"));
        } finally {
            kafka.restart();
        }
        Await.that(() ->
                Calls.as(ann).body("{\"muted\":[]}").put("/v1/preferences").statusCode() == 200);
    }

    @Test
    void withTheLogAwayFeedsAreReadAndNothingIsSaid() throws Exception {
        UserApi ann = UserApi.of(app, "ann");
        RequestSpecification admin = Calls.as(Tokens.of(app, Scope.USERS_ADMIN).token(Duration.ofMinutes(5)));
        String id = Calls.publish(app, Calls.to("ann")).path("id");
        View.awaitCaughtUp();
        kafka.kill();
        try {
            ann.feed("").then().statusCode(200).body("items.id", contains(id));
            admin.get("/v1/users/ann/feed").then().statusCode(200).body("items.id", contains(id));
            for (Response answer :
                    List.of(ann.patch(id, "{\"read\":true}"), ann.post("/read", "{}"), admin.delete("/v1/users/ann"))) {
                answer.then()
                        .statusCode(503)
                        .header("Retry-After", notNullValue())
                        .body("code", equalTo("log-unavailable"));
            }
        } finally {
            kafka.restart();
        }
        Await.that(() -> ann.patch(id, "{\"read\":true}").statusCode() == 200);
    }

    /** Places in it mean something else. What the feed has from the old one is before all of it. */
    @Test
    void aLogThatWasMadeAnewHasAnotherEpochAndItsOwnOffsets() throws Exception {
        UserApi ann = UserApi.of(app, "ann");
        String before = Calls.publish(app, Calls.to("ann")).path("positions[0].epoch");
        Calls.publish(app, "{\"to\":{\"everyone\":true},\"title\":\"b\"}")
                .then()
                .statusCode(202);
        View.awaitQuiet();
        Log.makeAnew();
        String after = Log.epoch().text();

        assertThat(after).isNotEqualTo(before);
        Await.that(() -> after.equals(Calls.publish(app, Calls.to("ann")).path("positions[0].epoch")));
        View.awaitCaughtUp();
        List<Integer> offsets = ann.feed("")
                .then()
                .statusCode(200)
                .body("resume", startsWith(after))
                .extract()
                .path("items.offset");
        assertThat(offsets).endsWith(-1, -1);
        assertThat(offsets.subList(0, offsets.size() - 2)).isNotEmpty().allMatch(offset -> offset >= 0);
        String newest = ann.feed("?limit=1").path("resume");
        ann.post("/read", "{\"upTo\":\"" + newest + "\"}")
                .then()
                .statusCode(200)
                .body("unread", equalTo(0));
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
