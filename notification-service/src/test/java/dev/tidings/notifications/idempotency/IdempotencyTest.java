package dev.tidings.notifications.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.KeyTable;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class IdempotencyTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String FIRST = "{\"id\":\"first\",\"positions\":[]}";

    private final String app = Calls.newApp();

    @Inject
    CallStore store;

    @Inject
    Erasure erasure;

    @BeforeAll
    static void whenTheSchemaIsThere() throws Exception {
        KeyTable.awaitSchema();
    }

    @Test
    void aRepeatedCallHasTheFirstAnswerAndPublishesNothing() {
        Response first = Calls.publishWithKey(app, "k-1", Calls.to("ann"));
        Response second = Calls.publishWithKey(app, "k-1", Calls.to("ann"));

        first.then().statusCode(202);
        second.then().statusCode(202);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(Log.of(app + "/user:ann")).hasSize(1);
    }

    @Test
    void blanksAndTheOrderOfMembersMakeNoOtherCall() {
        String first = Calls.publishWithKey(app, "k", """
                {"to":{"users":["ann"]},"title":"Hi","data":{"a":1,"b":2}}""").asString();
        String second = Calls.publishWithKey(app, "k", """
                {"data":{"b":2, "a":1},  "title":"Hi", "to":{"users":["ann"]}}""").asString();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void anotherBodyWithTheSameKeyIsRefused() {
        Calls.publishWithKey(app, "k", Calls.to("ann")).then().statusCode(202);
        Calls.publishWithKey(app, "k", Calls.to("bob"))
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-mismatch"));

        assertThat(Log.of(app + "/user:bob")).isEmpty();
    }

    @Test
    void theSameKeyOfAnotherAppIsAnotherKey() {
        String other = Calls.newApp();
        Calls.publishWithKey(app, "k", Calls.to("ann")).then().statusCode(202);
        Calls.publishWithKey(other, "k", Calls.to("bob")).then().statusCode(202);

        assertThat(Log.of(other + "/user:bob")).hasSize(1);
    }

    @Test
    void ofTwentyCallsAtOncePublishesOne() throws Exception {
        List<Response> answers;
        try (var threads = Executors.newFixedThreadPool(20)) {
            Callable<Response> call = () -> Calls.publishWithKey(app, "k", Calls.to("ann"));
            answers = threads.invokeAll(Stream.generate(() -> call).limit(20).toList()).stream()
                    .map(Future::resultNow)
                    .toList();
        }

        assertThat(Log.of(app + "/user:ann")).hasSize(1);
        assertThat(answers).extracting(Response::statusCode).containsAnyOf(202).isSubsetOf(202, 409);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 202).map(Response::asString))
                .hasSizeGreaterThanOrEqualTo(1)
                .containsOnly(Calls.publishWithKey(app, "k", Calls.to("ann")).asString());
    }

    @Test
    void whileTheFirstRunsARepeatIsToldSo() throws Exception {
        // Another process has it, and lives.
        KeyTable.running(app, "k", Calls.to("ann"), UUID.randomUUID(), 30);
        Calls.publishWithKey(app, "k", Calls.to("ann"))
                .then()
                .statusCode(409)
                .header("Retry-After", equalTo("1"))
                .body("code", equalTo("idempotency-running"));
        Calls.publishWithKey(app, "k", Calls.to("bob")).then().statusCode(422);
        String batch = "[" + Calls.to("ann") + "]";
        KeyTable.running("/v1/notifications:batch", app, "batch", batch, UUID.randomUUID(), 30);
        String event = """
                {"channel":"private:orders.17","type":"order.moved","data":{}}""";
        KeyTable.running("/v1/events", app, "event", event, UUID.randomUUID(), 30);
        for (Response answer : List.of(
                Calls.publishBatchWithKey(app, "batch", batch), Calls.publishEventWithKey(app, "event", event))) {
            answer.then()
                    .statusCode(409)
                    .header("Retry-After", equalTo("1"))
                    .body("code", equalTo("idempotency-running"));
        }

        assertThat(Log.of(app + "/user:ann")).isEmpty();
    }

    @Test
    void aCallWhoseProcessDiedBeforeItPublishedIsMadeByTheRepeat() throws Exception {
        UUID id = UUID.randomUUID();
        KeyTable.running(app, "k", Calls.to("ann"), id, -1);

        Calls.publishWithKey(app, "k", Calls.to("ann")).then().statusCode(202).body("id", equalTo(id.toString()));
        assertThat(Log.of(app + "/user:ann")).hasSize(1);
    }

    @Test
    void aCallWhoseProcessDiedAfterItPublishedIsNotDoubledByTheRepeat() throws Exception {
        UUID id = UUID.randomUUID();
        String body = """
                {"to":{"users":["ann","bob"]},"title":"Hello"}""";
        KeyTable.running(app, "k", body, id, -1);
        CloudEvent event = CloudEvent.of(id.toString(), "/apps/" + app, "notification.created", Instant.now(), null);
        long offset = Log.write(app + "/user:ann", event);

        Response answer = Calls.publishWithKey(app, "k", body);

        answer.then().statusCode(202).body("id", equalTo(id.toString()));
        assertThat(answer.<List<String>>path("positions.channel")).containsExactly("user:ann", "user:bob");
        assertThat(((Number) answer.path("positions[0].offset")).longValue()).isEqualTo(offset);
        assertThat(Log.of(app + "/user:ann")).hasSize(1);
        assertThat(Log.of(app + "/user:bob")).hasSize(1);
        assertThat(Calls.publishWithKey(app, "k", body).asString()).isEqualTo(answer.asString());
    }

    /** Its lease was over long before it went on and published. */
    @Test
    void whatASuspendedProcessPublishedLateIsNotDoubledByTheRepeat() throws Exception {
        UUID id = UUID.randomUUID();
        KeyTable.running(app, "k", Calls.to("ann"), id, -3_000);
        KeyTable.age(app, "k", "1 hour");
        CloudEvent event = CloudEvent.of(id.toString(), "/apps/" + app, "notification.created", Instant.now(), null);
        long offset = Log.write(app + "/user:ann", event);

        Response answer = Calls.publishWithKey(app, "k", Calls.to("ann"));

        answer.then().statusCode(202).body("id", equalTo(id.toString()));
        assertThat(((Number) answer.path("positions[0].offset")).longValue()).isEqualTo(offset);
        assertThat(Log.of(app + "/user:ann")).hasSize(1);
    }

    @Test
    void aCallThatIsRefusedUsesNoKeyUp() {
        Calls.publishWithKey(app, "k", "{}").then().statusCode(400);
        Calls.publishWithKey(app, "k", Calls.to("ann")).then().statusCode(202);

        assertThat(Log.of(app + "/user:ann")).hasSize(1);
    }

    @Test
    void whatHasExpiredSinceStillHasItsAnswer() throws Exception {
        String body = """
                {"to":{"users":["ann"]},"title":"Hi","expiresAt":"2020-01-01T00:00:00Z"}""";
        KeyTable.answered(app, "k", body, UUID.randomUUID(), FIRST);

        Calls.publishWithKey(app, "k", body).then().statusCode(202).body("id", equalTo("first"));
    }

    @Test
    void aDayLaterTheKeyIsFreeAgain() throws Exception {
        UUID first = UUID.randomUUID();
        KeyTable.answered(app, "k", Calls.to("ann"), first, FIRST);
        KeyTable.age(app, "k", "23 hours 59 minutes");
        assertThat(Calls.publishWithKey(app, "k", Calls.to("ann")).asString()).isEqualTo(FIRST);

        KeyTable.age(app, "k", "24 hours");
        String again = Calls.publishWithKey(app, "k", Calls.to("bob"))
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(again).isNotEqualTo(first.toString());
        assertThat(Log.of(app + "/user:bob")).hasSize(1);
    }

    @Test
    void oldKeysAreDeletedInBatches() throws Exception {
        for (String key : List.of("a", "b", "c", "young")) {
            KeyTable.answered(app, key, "{}", UUID.randomUUID(), "{}");
            KeyTable.age(app, key, key.equals("young") ? "23 hours" : "25 hours");
        }
        assertThat(store.forgetOld(2).await().atMost(SOON)).isEqualTo(2);
        assertThat(store.forgetOld(2).await().atMost(SOON)).isEqualTo(1);
        assertThat(store.forgetOld(2).await().atMost(SOON)).isZero();
        assertThat(store.find(new CallKey(app, "young"), new byte[0]).await().atMost(SOON))
                .isPresent();
    }

    /** A call that was under way when its user was deleted answers later. */
    @Test
    void anAnswerThatCameAfterTheDeletionIsGoneThroughAMinuteLater() throws Exception {
        String answer = "{\"id\":\"x\",\"positions\":[{\"channel\":\"user:%s\",\"epoch\":\"e\",\"offset\":1}]}";
        KeyTable.answered(app, "late", Calls.to("ann"), UUID.randomUUID(), answer.formatted("ann"));
        KeyTable.age(app, "late", "10 minutes");
        KeyTable.answered(app, "new", Calls.to("ann"), UUID.randomUUID(), answer.formatted("ann"));
        Sql.rows("insert into call_erasure values (?, 'ann', now() - interval '5 minutes')", app);
        Sql.rows("insert into call_erasure values (?, 'bob', now())", app);

        erasure.due().await().atMost(SOON);

        assertThat(Calls.publishWithKey(app, "late", Calls.to("ann")).asString())
                .isEqualTo("{\"id\":\"x\",\"positions\":[]}");
        assertThat(Calls.publishWithKey(app, "new", Calls.to("ann")).asString()).isEqualTo(answer.formatted("ann"));
        assertThat(Sql.rows("select user_id from call_erasure where app = ?", app))
                .containsExactly("bob");
    }

    /** What is gone through is done a piece at a time, and one piece that fails holds up no other user. */
    @Test
    void anErasureThatFailsIsDueStillAndTheNextUsersIsDone() throws Exception {
        String padding = "x".repeat(3 * 1024 * 1024);
        String answer =
                "{\"id\":\"" + padding + "\",\"positions\":[{\"channel\":\"user:%s\",\"epoch\":\"e\",\"offset\":1}]}";
        for (String key : List.of("a", "b", "c", "d")) {
            KeyTable.answered(
                    app, key, Calls.to("x"), UUID.randomUUID(), answer.formatted(key.equals("d") ? "bob" : "ann"));
            KeyTable.age(app, key, "10 minutes");
        }
        for (String user : List.of("ann", "bob")) {
            Sql.rows("insert into call_erasure values (?, ?, now() - interval '5 minutes')", app, user);
        }
        // Looked at while it is held: what waits goes on when it isn't, long after anybody waits for it.
        Sql.whileHeld("select 1 from idempotent_call where app = '" + app + "' and key = 'c' for update", () -> {
            erasure.due().await().atMost(Duration.ofSeconds(60));
            assertThat(Sql.rows("select user_id from call_erasure where app = ?", app))
                    .containsExactly("ann");
            assertThat(naming("user:")).containsExactly("c");
        });
        Await.that(() -> {
            erasure.due().await().atMost(SOON);
            return Sql.rows("select user_id from call_erasure where app = ?", app)
                    .isEmpty();
        });
        assertThat(naming("user:")).isEmpty();
    }

    private List<String> naming(String text) throws Exception {
        return Sql.rows("select key from idempotent_call where app = ? and strpos(answer, ?) > 0", app, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "with blank", "ümlaut"})
    void aKeyIsVisibleAscii(String key) {
        Calls.publishWithKey(app, key, Calls.to("ann")).then().statusCode(400).body("code", equalTo("validation"));
    }

    @Test
    void aKeyHasAtMost255Characters() {
        Calls.publishWithKey(app, "k".repeat(255), Calls.to("ann")).then().statusCode(202);
        Calls.publishWithKey(app, "k".repeat(256), Calls.to("ann"))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("Idempotency-Key"));
    }

    @Test
    void theHashIsOfWhatIsSaid() throws Exception {
        var json = new JsonMapper();
        byte[] hash = RequestHash.of("/v1/notifications", json.readTree("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}"));

        assertThat(RequestHash.of("/v1/notifications", json.readTree("{\"b\":{\"d\":3,\"c\":2},\"a\":1}")))
                .isEqualTo(hash);
        assertThat(RequestHash.of("/v1/events", json.readTree("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}")))
                .isNotEqualTo(hash);
    }
}
