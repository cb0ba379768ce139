package dev.tidings.notifications.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.contract.event.EventRecord;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class PublishTest {

    private static final int PARTITIONS = 12;

    private final ObjectMapper json = new ObjectMapper();
    private final String app = Calls.newApp();

    @Test
    void aNotificationIsOnTheLogAsItWasSent() throws Exception {
        Instant before = Instant.now().minusMillis(1);
        Response answer = Calls.publish(app, """
                {"to":{"users":["ann"]},"type":"order.shipped","category":"orders","title":"Order 17 shipped 📦",
                 "body":"It arrives on Monday.","url":"/orders/17","icon":"https://cdn.example.com/i.png",
                 "actions":[{"label":"Track","url":"/orders/17/track"}],"group":"order-17","priority":"high",
                 "expiresAt":"2099-12-01T02:00:00+02:00","data":{"order":17,"sum":12345678901234567890.10,"deep":[{"a":null}]}}
                """);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.contentType()).startsWith("application/json");
        String id = answer.path("id");
        assertThat(UUID.fromString(id).version()).isEqualTo(7);

        List<Log.Entry> entries = Log.of(app + "/user:ann");
        assertThat(entries).hasSize(1);
        Log.Entry entry = entries.getFirst();
        assertThat(json.readTree(answer.asString())).isEqualTo(json.readTree("""
                {"id":"%s","positions":[{"channel":"user:ann","epoch":"%s","offset":%d}]}
                """.formatted(
                        id, Log.epoch(), entry.record().offset())));
        assertThat(entry.header("content-type")).isEqualTo("application/cloudevents+json");
        assertThat(EventRecord.read(entry.record().key(), entry.record().value()))
                .isInstanceOf(EventRecord.Read.Event.class);
        Instant time = Instant.parse(entry.event().get("time").textValue());
        assertThat(time).isBetween(before, Instant.now());
        // As text: a number must come out with every digit that it went in with.
        assertThat(new String(entry.record().value(), StandardCharsets.UTF_8)).isEqualTo("""
                {"specversion":"1.0","id":"%1$s","source":"/apps/%2$s","type":"notification.created","time":"%3$s",\
                "datacontenttype":"application/json","data":{"id":"%1$s","type":"order.shipped","category":"orders",\
                "title":"Order 17 shipped 📦","body":"It arrives on Monday.","url":"/orders/17",\
                "icon":"https://cdn.example.com/i.png","actions":[{"label":"Track","url":"/orders/17/track"}],\
                "group":"order-17","priority":"high","expiresAt":"2099-12-01T00:00:00Z",\
                "data":{"order":17,"sum":12345678901234567890.10,"deep":[{"a":null}]}}}""".formatted(id, app, time));
    }

    @Test
    void whatIsNotGivenHasItsDefault() throws Exception {
        String id = Calls.publish(app, Calls.to("ann"))
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        assertThat(Log.of(app + "/user:ann").getFirst().data()).isEqualTo(json.readTree("""
                {"id":"%s","type":"notification","title":"Hello","actions":[],"priority":"normal","data":{}}
                """.formatted(id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"low", "normal", "high", "critical"})
    void everyPriorityArrives(String priority) {
        Calls.publish(app, "{\"to\":{\"users\":[\"ann\"]},\"title\":\"Hi\",\"priority\":\"" + priority + "\"}")
                .then()
                .statusCode(202);
        assertThat(Log.of(app + "/user:ann").getFirst().data().get("priority").textValue())
                .isEqualTo(priority);
    }

    @Test
    void everyUserHasTheSameEventAndItsOwnPosition() {
        Response answer = Calls.publish(app, """
                {"to":{"users":["bob","ann","bob","42","ann@example.com"]},"title":"Hi"}""");

        List<String> channels = answer.then().statusCode(202).extract().path("positions.channel");
        assertThat(channels).containsExactly("user:bob", "user:ann", "user:42", "user:ann@example.com");
        List<Number> offsets = answer.path("positions.offset");
        for (int i = 0; i < channels.size(); i++) {
            List<Log.Entry> entries = Log.of(app + "/" + channels.get(i));
            assertThat(entries).hasSize(1);
            assertThat(entries.getFirst().event().get("id").textValue()).isEqualTo(answer.path("id"));
            assertThat(entries.getFirst().record().offset())
                    .isEqualTo(offsets.get(i).longValue());
        }
    }

    @Test
    void everyoneIsOneEventAndSoIsAChannel() {
        Calls.publish(app, """
                {"to":{"everyone":true},"title":"Hi"}""").then().statusCode(202);
        Calls.publish(app, """
                {"to":{"channel":"private:orders.17"},"title":"Hi"}""").then().statusCode(202);

        assertThat(Log.of(app + "/everyone")).hasSize(1);
        assertThat(Log.of(app + "/private:orders.17")).hasSize(1);
    }

    @Test
    void aThousandUsersAreOneAnswer() {
        List<String> users = IntStream.range(0, 1_000).mapToObj(i -> "u" + i).toList();
        Response answer = Calls.publish(app, """
                {"to":{"users":["%s"]},"title":"Hi"}""".formatted(String.join("\",\"", users)));

        List<String> channels = answer.then().statusCode(202).extract().path("positions.channel");
        assertThat(channels)
                .isEqualTo(users.stream().map(user -> "user:" + user).toList());
        assertThat(Log.of(app + "/user:u999").getFirst().record().offset())
                .isEqualTo(((Number) answer.path("positions[999].offset")).longValue());
    }

    @Test
    void theTokenSaysTheAppAndTheBodyCannot() {
        Calls.publish(app, """
                {"app":"other","to":{"users":["ann"],"app":"other"},"title":"Hi","source":"/apps/other"}""").then().statusCode(202);

        assertThat(Log.of(app + "/user:ann")).hasSize(1);
        assertThat(Log.of("other/user:ann")).isEmpty();
    }

    @Test
    void idsSortByTime() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> Calls.publish(app, Calls.to("ann")).<String>path("id"))
                .toList();

        assertThat(ids.stream().map(id -> id.substring(0, 13)).toList()).isSorted();
        assertThat(Set.copyOf(ids)).hasSize(5);
    }

    @Test
    void partitionsAreTheDefaultPartitionersSoThatAllProducersAgree() {
        Calls.publish(app, """
                {"to":{"users":["a","b","c","d"]},"title":"Hi"}""").then().statusCode(202);

        for (String user : List.of("a", "b", "c", "d")) {
            var record = Log.of(app + "/user:" + user).getFirst().record();
            assertThat(record.partition()).isEqualTo(Utils.toPositive(Utils.murmur2(record.key())) % PARTITIONS);
        }
    }

    @Test
    void whatIsLargeButAllowedArrivesWhole() {
        String body = "é".repeat(4_000);
        String data = "x".repeat(JsonData.MAX_BYTES - "{\"x\":\"\"}".length());
        Calls.publish(app, """
                {"to":{"users":["ann"]},"title":"%s","body":"%s","data":{"x":"%s"}}""".formatted("📦".repeat(200), body, data)).then().statusCode(202);

        Log.Entry entry = Log.of(app + "/user:ann").getFirst();
        assertThat(entry.data().get("body").textValue()).isEqualTo(body);
        assertThat(entry.data().get("data").get("x").textValue()).isEqualTo(data);
    }
}
