package dev.tidings.notifications.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(value = ReplicatedLog.class, restrictToAnnotatedClass = true)
class ReplicasTest {

    private final String app = Calls.newApp();

    /** One that stands still has nothing of it, and could be the leader when it goes on and the other one is lost. */
    @Test
    void nothingIsAcceptedThatNotAllInSyncReplicasHave() throws Exception {
        Await.that(() -> inSync() == 2);
        Await.that(() -> Calls.publish(app, Calls.to("ann")).statusCode() == 202);
        signal("STOP");
        try {
            publishToTheLeaderAlone();
            Calls.publish(app, Calls.to("bob")).then().statusCode(503).body("code", equalTo("log-unavailable"));
        } finally {
            signal("CONT");
        }
        Await.that(() -> Calls.publish(app, Calls.to("ann")).statusCode() == 202);
        // The leader had it all the time: what was missing was the other one.
        assertThat(keys()).containsOnlyOnce(app + "/user:bob");
    }

    /** As a producer does that waits for the leader and nobody else: the log itself is there. */
    private static void publishToTheLeaderAlone() throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", ReplicatedLog.leader().bootstrapServers(), "acks", "1");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(ReplicatedLog.TOPIC, "of nobody"))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private static List<String> keys() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", ReplicatedLog.leader().bootstrapServers());
        List<String> keys = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = List.of(new TopicPartition(ReplicatedLog.TOPIC, 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = consumer.endOffsets(all).get(all.getFirst());
            while (consumer.position(all.getFirst()) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> keys.add(record.key()));
            }
        }
        return keys;
    }

    private static int inSync() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", ReplicatedLog.leader().bootstrapServers()))) {
            return admin.describeTopics(List.of(ReplicatedLog.TOPIC))
                    .topicNameValues()
                    .get(ReplicatedLog.TOPIC)
                    .get()
                    .partitions()
                    .getFirst()
                    .isr()
                    .size();
        }
    }

    private static void signal(String name) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill",
                        "-" + name,
                        Long.toString(ReplicatedLog.follower().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
