package dev.tidings.local.kafka;

import dev.tidings.local.process.StackFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of the local stack. */
final class Topics {

    private static final short ONE_REPLICA = 1;

    private Topics() {}

    private static List<NewTopic> all() {
        NewTopic events = new NewTopic("tidings.events", 12, ONE_REPLICA)
                .configs(Map.of(
                        "message.timestamp.type", "LogAppendTime",
                        "cleanup.policy", "delete",
                        "retention.ms", Long.toString(Duration.ofDays(7).toMillis()),
                        // Of a producer's batch; a record may have 128 KiB, which readers see to.
                        "max.message.bytes", Integer.toString(1024 * 1024),
                        "min.insync.replicas", "1"));
        NewTopic revocations = new NewTopic("tidings.revocations", 1, ONE_REPLICA)
                // No revocation matters longer than a token and its connection can last.
                .configs(Map.of(
                        "cleanup.policy",
                        "compact,delete",
                        "retention.ms",
                        Long.toString(Duration.ofDays(2).toMillis()),
                        "segment.ms",
                        Long.toString(Duration.ofHours(1).toMillis()),
                        "min.insync.replicas",
                        "1"));
        NewTopic presence = new NewTopic("tidings.presence", 1, ONE_REPLICA)
                // Who is where, until they go: nothing in it grows old. Segments end soon, because only ended ones are
                // compacted.
                .configs(Map.of(
                        "message.timestamp.type",
                        "LogAppendTime",
                        "cleanup.policy",
                        "compact",
                        "segment.ms",
                        Long.toString(Duration.ofMinutes(10).toMillis()),
                        "delete.retention.ms",
                        Long.toString(Duration.ofMinutes(10).toMillis()),
                        "min.cleanable.dirty.ratio",
                        "0.1",
                        "min.insync.replicas",
                        "1"));
        return List.of(events, revocations, presence);
    }

    /** Makes those that are not there. */
    static void create(String bootstrapServers) throws InterruptedException {
        Map<String, Object> configuration = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 60_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        try (Admin admin = Admin.create(configuration)) {
            for (KafkaFuture<Void> created : admin.createTopics(all()).values().values()) {
                await(created);
            }
        }
    }

    private static void await(KafkaFuture<Void> created) throws InterruptedException {
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new StackFailure("kafka does not make its topics: " + e.getCause(), e);
            }
        }
    }
}
