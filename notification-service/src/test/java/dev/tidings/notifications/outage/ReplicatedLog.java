package dev.tidings.notifications.outage;

import dev.tidings.local.kafka.KafkaBroker;
import dev.tidings.local.process.OwnedFiles;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A log on two brokers, one of which leads and the other follows. A follower that stands still stays one of the in-sync replicas:
 * nobody gives it up for longer than a test lasts. There is no database: who publishes without a key needs none.
 */
public final class ReplicatedLog implements QuarkusTestResourceLifecycleManager {

    static final String TOPIC = "replicated";

    private static final String TEN_MINUTES = "600000";

    private static KafkaBroker leader;
    private static KafkaBroker follower;
    private Path directory;

    static KafkaBroker leader() {
        return leader;
    }

    static KafkaBroker follower() {
        return follower;
    }

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "test-replicated-");
            leader = KafkaBroker.start(
                    directory.resolve("leader"),
                    Map.of("replica.lag.time.max.ms", TEN_MINUTES, "broker.session.timeout.ms", TEN_MINUTES));
            follower = leader.startFollower(directory.resolve("follower"));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", leader.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, Map.of(0, List.of(1, 2)))))
                        .all()
                        .get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                "kafka.bootstrap.servers",
                leader.bootstrapServers(),
                "tidings.log.topic",
                TOPIC,
                "tidings.projection.enabled",
                "false",
                "tidings.store.url",
                "postgresql://127.0.0.1:1/tidings");
    }

    @Override
    public void stop() {
        // Killed: nothing is to be kept, and a leader that ends cleanly waits for its follower.
        for (KafkaBroker broker : List.of(follower, leader)) {
            broker.kill();
            broker.close();
        }
        try {
            OwnedFiles.deleteTree(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
