package dev.tidings.edge.log;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the edge's Kafka clients. Those that read do so by partition and offset, without a consumer group, and leave no
 * trace in Kafka. Immutable; each client that it makes is its caller's own.
 */
@ApplicationScoped
class KafkaClients {

    private static final int MAX_RECORDS = 2_000;

    private final Map<String, Object> settings;

    @Inject
    KafkaClients(@Identifier("default-kafka-broker") Map<String, Object> settings) {
        Map<String, Object> ours = new HashMap<>(settings);
        ours.remove(ConsumerConfig.GROUP_ID_CONFIG);
        ours.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        ours.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        this.settings = Map.copyOf(ours);
    }

    Admin admin() {
        Properties properties = new Properties();
        properties.putAll(settings);
        return Admin.create(properties);
    }

    KafkaConsumer<byte[], byte[]> consumer(int fetchBytes) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Answers, or fails, within some seconds; what it wrote it writes once. */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> config = new HashMap<>(settings);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_500);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static List<TopicPartition> partitions(LogTopic topic) {
        return java.util.stream.IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(LogTopic.NAME, partition))
                .toList();
    }
}
