package dev.tidings.auth;

import dev.tidings.contract.revocation.RevocationRecord;
import dev.tidings.local.testing.TestBackends;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker for the service under test, and what an edge would read there. */
public final class TestLog implements QuarkusTestResourceLifecycleManager {

    private static final TopicPartition REVOCATIONS = new TopicPartition("tidings.revocations", 0);

    @Override
    public Map<String, String> start() {
        return Map.of("kafka.bootstrap.servers", TestBackends.kafka().bootstrapServers());
    }

    @Override
    public void stop() {}

    /** Every record of the topic, oldest first. */
    public static List<RevocationRecord.Read> revocations(String bootstrapServers) {
        Map<String, Object> configuration = Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", 10);
        List<RevocationRecord.Read> all = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(REVOCATIONS));
            consumer.seekToBeginning(List.of(REVOCATIONS));
            long end = consumer.endOffsets(List.of(REVOCATIONS)).get(REVOCATIONS);
            while (consumer.position(REVOCATIONS) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> all.add(RevocationRecord.read(record.key(), record.value())));
            }
        }
        return all;
    }
}
