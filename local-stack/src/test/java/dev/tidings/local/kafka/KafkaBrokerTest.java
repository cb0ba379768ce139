package dev.tidings.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {

    private static final TopicPartition FIRST = new TopicPartition("tidings.events", 0);

    @TempDir
    Path directory;

    @Test
    void aKilledBrokerComesBackOnItsPortWithItsTopicsAndEveryAcknowledgedRecord() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(directory)) {
            assertTopics(broker);
            produce(broker, "before");
            String address = broker.bootstrapServers();

            broker.kill();
            broker.restart();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            produce(broker, "after");
            assertThat(records(broker, 2)).containsExactly("before", "after");
        }
    }

    private static void assertTopics(KafkaBroker broker) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "tidings.events");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var topics = admin.describeTopics(List.of("tidings.events", "tidings.revocations", "tidings.presence"))
                    .allTopicNames()
                    .get();
            assertThat(topics.get("tidings.events").partitions()).hasSize(12);
            assertThat(topics.get("tidings.revocations").partitions()).hasSize(1);
            assertThat(topics.get("tidings.presence").partitions()).hasSize(1);
            var configuration =
                    admin.describeConfigs(List.of(topic)).all().get().get(topic);
            assertThat(configuration.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
            assertThat(configuration.get("retention.ms").value()).isEqualTo("604800000");
            assertThat(configuration.get("max.message.bytes").value()).isEqualTo("1048576");
        }
    }

    private static void produce(KafkaBroker broker, String value) throws Exception {
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all", "compression.type", "lz4");
        try (var producer = new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(FIRST.topic(), FIRST.partition(), "key", value))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> records(KafkaBroker broker, int count) {
        Map<String, Object> configuration = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(FIRST));
            consumer.seekToBeginning(List.of(FIRST));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> values.add(each.value()));
            }
            return values;
        }
    }
}
