package dev.tidings.notifications.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.local.testing.TestBackends;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.Tokens;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Of a service whose traces somebody takes. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(value = TraceCollector.class, restrictToAnnotatedClass = true)
class TracesTest {

    private static final String SPAN = "00f067aa0ba902b7";

    private final String app = Calls.newApp();
    private final String trace = UUID.randomUUID().toString().replace("-", "");

    @Test
    void aCallItsRecordAndItsWayIntoTheViewAreOneTrace() throws Exception {
        View.awaitQuiet();
        publish("{\"to\":{\"users\":[\"ann\"]},\"title\":\"n\"}");
        Await.that(() -> TraceCollector.of(trace).size() == 3);
        OtlpSpan call = span("POST /v1/notifications");
        OtlpSpan send = span("send tidings.events");
        OtlpSpan project = TraceCollector.of(trace).stream()
                .filter(span -> span.name().startsWith("project partition"))
                .findFirst()
                .orElseThrow();
        assertThat(call.parent()).isEqualTo(SPAN);
        assertThat(send.parent()).isEqualTo(call.id());
        assertThat(project.parent()).isEqualTo(send.id());
        assertThat(Log.of(app + "/user:ann"))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.header("traceparent")).isEqualTo("00-%s-%s-01".formatted(trace, send.id())));
    }

    /** Several calls that come into the view together: that is a trace of its own, which refers to each of them. */
    @Test
    void aBatchOfSeveralRefersToThem() throws Exception {
        View.awaitQuiet();
        String other = UUID.randomUUID().toString().replace("-", "");
        writeTogether(app + "/user:bob", List.of(trace, other));
        Await.that(() -> !TraceCollector.linkedTo(trace).isEmpty());
        assertThat(TraceCollector.linkedTo(trace))
                .singleElement()
                .satisfies(span -> assertThat(span.links()).containsExactlyInAnyOrder(trace, other));
    }

    private static void writeTogether(String key, List<String> traces) {
        byte[] event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/t\",\"type\":\"demo.moved\",\"data\":{}}"
                .getBytes(StandardCharsets.UTF_8);
        Map<String, Object> asOneBatch =
                Map.of("bootstrap.servers", TestBackends.kafka().bootstrapServers(), "linger.ms", 10_000);
        try (var producer = new KafkaProducer<>(asOneBatch, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String trace : traces) {
                producer.send(new ProducerRecord<>(
                        Log.TOPIC,
                        null,
                        key.getBytes(StandardCharsets.UTF_8),
                        event,
                        List.of(new RecordHeader("traceparent", parent(trace).getBytes(StandardCharsets.US_ASCII)))));
            }
            producer.flush();
        }
    }

    private static String parent(String trace) {
        return "00-" + trace + "-" + SPAN + "-01";
    }

    private OtlpSpan span(String name) {
        return TraceCollector.of(trace).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(TraceCollector.of(trace).toString()));
    }

    private void publish(String notification) {
        assertThat(Calls.as(Tokens.service(app))
                        .header("traceparent", parent(trace))
                        .body(notification)
                        .post("/v1/notifications")
                        .statusCode())
                .isEqualTo(202);
    }
}
