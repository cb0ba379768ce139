package dev.tidings.notifications.projection;

import dev.tidings.notifications.log.LogTopic;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes the projector's consumer: the group shares the partitions, the offsets are in the database. */
@ApplicationScoped
class ProjectionClient {

    /** So that a poll has records of several, which are written at once. */
    private static final int PARTITIONS_OF_A_FETCH = 16;

    private final Map<String, Object> settings;
    private final ProjectionConfig config;
    private final LogTopic topic;

    ProjectionClient(
            @Identifier("default-kafka-broker") Map<String, Object> settings, ProjectionConfig config, LogTopic topic) {
        this.settings = settings;
        this.config = config;
        this.topic = topic;
    }

    List<String> topics() {
        return List.of(topic.name());
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        int bytes = (int) config.maxBytes().asLongValue();
        Map<String, Object> ours = new HashMap<>(settings);
        ours.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
        ours.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        // Who dies is missed that soon; who only waits for the database goes on beating.
        ours.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        ours.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        // Who comes back under its name takes its partitions back at once.
        config.instance().ifPresent(name -> ours.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
        ours.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        ours.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        ours.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        ours.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.maxRecords());
        ours.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, bytes);
        ours.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, bytes / PARTITIONS_OF_A_FETCH);
        ours.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        ours.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        ours.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        return new KafkaConsumer<>(ours, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Who ends by itself says so to the group, which would otherwise wait for a named one to come back. */
    static void leave(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
