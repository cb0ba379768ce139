package dev.tidings.notifications.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.contract.event.EventRecord;
import dev.tidings.local.testing.TestBackends;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventSerializer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A product team that produces to the log itself, with the CloudEvents SDK; read as every reader of ours does. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class CloudEventsSdkTest {

    private final String app = Calls.newApp();
    private final String key = app + "/user:ann";

    private final CloudEvent event = CloudEventBuilder.v1()
            .withId("shipped-17")
            .withSource(URI.create("https://shop.example.com/orders"))
            .withType("notification.created")
            .withTime(OffsetDateTime.parse("2026-11-01T00:00:00Z"))
            .withData(
                    "application/json",
                    "{\"title\":\"Köln 📦\",\"category\":\"orders\"}".getBytes(StandardCharsets.UTF_8))
            .build();

    @Test
    void whatTheSdkWritesInStructuredModeIsAnEvent() throws Exception {
        send(Encoding.STRUCTURED);

        Log.Entry entry = Log.of(key).getFirst();
        assertThat(entry.header("content-type")).startsWith("application/cloudevents+json");
        assertThat(EventRecord.read(entry.record().key(), entry.record().value()))
                .isInstanceOfSatisfying(EventRecord.Read.Event.class, read -> {
                    assertThat(read.value().channel().key()).isEqualTo(key);
                    assertThat(read.value().id()).isEqualTo("shipped-17");
                    assertThat(read.value().type()).isEqualTo("notification.created");
                });
        assertThat(entry.data().path("title").textValue()).isEqualTo("Köln 📦");
    }

    /** With what the team gave, and null or the default for the rest. */
    @Test
    void itIsInTheFeedAsAnyOther() throws Exception {
        send(Encoding.STRUCTURED);
        View.awaitCaughtUp();

        UserApi ann = UserApi.of(app, "ann");
        ann.feed("")
                .then()
                .body("items.id", contains("shipped-17"))
                .body("items[0].title", equalTo("Köln 📦"))
                .body("items[0].category", equalTo("orders"))
                .body("items[0].actions", empty());
        assertThat(ann.counts()).isEqualTo("1/1 {orders=1}");
        ann.patch("shipped-17", "{\"read\":true}").then().statusCode(200);
        assertThat(ann.counts()).isEqualTo("0/0 {}");
    }

    /** Muting is done by the call that publishes; what is on a user's channel is live, and so it is listed and counted. */
    @Test
    void whatATeamWritesItselfPassesPreferencesBy() throws Exception {
        UserApi ann = UserApi.of(app, "ann");
        ann.given()
                .contentType("application/json")
                .body("{\"muted\":[\"orders\"]}")
                .put("/v1/preferences")
                .then()
                .statusCode(200);
        send(Encoding.STRUCTURED);
        View.awaitCaughtUp();

        assertThat(ann.counts()).isEqualTo("1/1 {orders=1}");
    }

    /** The contract asks for the structured mode; the other is skipped, and hurts nobody. */
    @Test
    void inBinaryModeItIsNone() throws Exception {
        send(Encoding.BINARY);

        Log.Entry entry = Log.of(key).getFirst();
        assertThat(EventRecord.read(entry.record().key(), entry.record().value()))
                .isEqualTo(new EventRecord.Read.Invalid(EventRecord.Fault.NOT_A_CLOUD_EVENT));
    }

    /** A producer's batches may be larger than a record: the topic takes them, and readers refuse what is too large. */
    @Test
    void manyRecordsInOneBatchAreTakenAndOneThatIsTooLargeIsSkipped() throws Exception {
        Map<String, Object> largeBatches = new HashMap<>(address());
        largeBatches.put("batch.size", 900_000);
        largeBatches.put("linger.ms", 1_000);
        byte[] value = ("{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"/s\",\"type\":\"t\",\"data\":\""
                        + "x".repeat(8_000) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(largeBatches, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>(Log.TOPIC, keyBytes, value));
            }
            producer.flush();
            producer.send(new ProducerRecord<>(Log.TOPIC, keyBytes, new byte[EventRecord.MAX_BYTES + 1]))
                    .get();
        }

        var entries = Log.of(key);
        assertThat(entries).hasSize(101);
        assertThat(entries.subList(0, 100))
                .allSatisfy(entry -> assertThat(EventRecord.read(
                                entry.record().key(), entry.record().value()))
                        .isInstanceOf(EventRecord.Read.Event.class));
        var last = entries.getLast().record();
        assertThat(EventRecord.read(last.key(), last.value()))
                .isEqualTo(new EventRecord.Read.Invalid(EventRecord.Fault.TOO_LARGE));
    }

    private void send(Encoding encoding) throws Exception {
        Map<String, Object> configuration = new HashMap<>(address());
        configuration.put(CloudEventSerializer.ENCODING_CONFIG, encoding);
        configuration.put(CloudEventSerializer.EVENT_FORMAT_CONFIG, JsonFormat.CONTENT_TYPE);
        configuration.put("key.serializer", StringSerializer.class);
        configuration.put("value.serializer", CloudEventSerializer.class);
        try (var producer = new KafkaProducer<String, CloudEvent>(configuration)) {
            producer.send(new ProducerRecord<>(Log.TOPIC, key, event)).get();
        }
    }

    private static Map<String, Object> address() {
        return Map.of("bootstrap.servers", TestBackends.kafka().bootstrapServers());
    }
}
