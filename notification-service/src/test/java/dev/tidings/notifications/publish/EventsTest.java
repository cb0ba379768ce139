package dev.tidings.notifications.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.contract.event.EventRecord;
import dev.tidings.contract.token.Scope;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.KeyTable;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/events}. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class EventsTest {

    private final String app = Calls.newApp();

    @BeforeAll
    static void whenTheSchemaIsThere() throws Exception {
        KeyTable.awaitSchema();
    }

    @Test
    void anEventIsOnTheLogAsItWasSent() throws Exception {
        Response answer = Calls.publishEvent(app, """
                {"channel":"private:orders.17","type":"order.moved","data":{"to":"Köln","at":1.50},"id":"move-1"}""");
        Log.Entry entry = Log.of(app + "/private:orders.17").getFirst();

        answer.then()
                .statusCode(202)
                .body("id", equalTo("move-1"))
                .body("positions[0].channel", equalTo("private:orders.17"))
                .body("positions[0].epoch", equalTo(Log.epoch().text()));
        assertThat(((Number) answer.path("positions[0].offset")).longValue())
                .isEqualTo(entry.record().offset());
        assertThat(entry.header("content-type")).isEqualTo("application/cloudevents+json");
        Instant time = Instant.parse(entry.event().get("time").textValue());
        assertThat(new String(entry.record().value(), StandardCharsets.UTF_8)).isEqualTo("""
                {"specversion":"1.0","id":"move-1","source":"/apps/%s","type":"order.moved","time":"%s",\
                "datacontenttype":"application/json","data":{"to":"Köln","at":1.50}}""".formatted(app, time));
    }

    @Test
    void withoutAnIdOneIsGivenOut() {
        String id = Calls.publishEvent(app, event("public:news", "news.out"))
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        Log.Entry entry = Log.of(app + "/public:news").getFirst();
        assertThat(entry.event().path("id").textValue()).isEqualTo(id);
        assertThat(entry.event().has("data")).isFalse();
        assertThat(EventRecord.read(entry.record().key(), entry.record().value()))
                .isInstanceOf(EventRecord.Read.Event.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:ann", "everyone", "public:a", "private:a", "presence:a"})
    void aBackendMayPublishOnEveryChannelOfItsApp(String channel) {
        Calls.publishEvent(app, event(channel, "cart.changed")).then().statusCode(202);
        assertThat(Log.of(app + "/" + channel)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notification.created", "feed.changed", "feed.badge", "feed.deleted", "feed."})
    void whatFeedsAndCountsAreMadeOfNobodyElseSays(String type) {
        Calls.publishEvent(app, event("user:ann", type))
                .then()
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("type"));
        assertThat(Log.of(app + "/user:ann")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"text\"", "17", "[1,2]", "true"})
    void dataIsAnyJson(String data) {
        Calls.publishEvent(app, "{\"channel\":\"public:a\",\"type\":\"t\",\"data\":" + data + "}")
                .then()
                .statusCode(202);
        assertThat(Log.of(app + "/public:a").getFirst().data().toString()).isEqualTo(data);
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        faults("{}", "channel", "type");
        faults("{\"channel\":1,\"type\":2,\"id\":3}", "channel", "type", "id");
        faults("{\"channel\":\"x\",\"type\":\"\",\"id\":\" \"}", "channel", "type", "id");
        String tooLong = "x".repeat(256);
        faults("{\"channel\":\"public:a\",\"type\":\"" + tooLong + "\",\"id\":\"" + tooLong + "\"}", "type", "id");
        faults("{\"channel\":\"public:a\",\"type\":\"a\\u0000\",\"data\":\"\\u0000\"}", "type", "data");
        String large = "x".repeat(JsonData.MAX_BYTES - 1);
        faults("{\"channel\":\"public:a\",\"type\":\"t\",\"data\":\"" + large + "\"}", "data");
        String deep = "[".repeat(33) + "]".repeat(33);
        faults("{\"channel\":\"public:a\",\"type\":\"t\",\"data\":" + deep + "}", "data");
    }

    private void faults(String body, String... fields) {
        Calls.publishEvent(app, body)
                .then()
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("errors.field", containsInAnyOrder(fields));
    }

    @Test
    void aWrongNameAloneIsABadChannel() {
        Calls.publishEvent(app, event("orders", "order.moved"))
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-channel"))
                .body("errors.field", containsInAnyOrder("channel"));
    }

    @Test
    void theScopeIsItsOwn() {
        Calls.as(Tokens.of(app, Scope.NOTIFICATIONS_WRITE).token(Duration.ofMinutes(5)))
                .body(event("public:a", "t"))
                .post("/v1/events")
                .then()
                .statusCode(403)
                .body("code", equalTo("scope-missing"));
    }

    @Test
    void aRepeatedCallHasTheFirstAnswerAndPublishesNothing() {
        String body = event("private:a", "t");
        String first = Calls.publishEventWithKey(app, "k", body).asString();

        Calls.publishEventWithKey(app, "k", body).then().statusCode(202).body(equalTo(first));
        Calls.publishEventWithKey(app, "k", event("private:b", "t")).then().statusCode(422);
        assertThat(Log.of(app + "/private:a")).hasSize(1);
        assertThat(List.of(Calls.publishEvent(app, body), Calls.publishEvent(app, body)))
                .allSatisfy(answer -> assertThat(answer.asString()).isNotEqualTo(first));
    }

    private static String event(String channel, String type) {
        return "{\"channel\":\"%s\",\"type\":\"%s\"}".formatted(channel, type);
    }
}
