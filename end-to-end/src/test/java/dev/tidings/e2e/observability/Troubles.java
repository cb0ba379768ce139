package dev.tidings.e2e.observability;

import dev.tidings.e2e.Database;
import dev.tidings.e2e.RunningStack;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What goes wrong with what a stack stands on, done to its own Kafka, PostgreSQL and processes. */
record Troubles(RunningStack stack) {

    /** What no producer of ours writes. */
    void writeWhatIsNoEvent() throws Exception {
        byte[] bytes = "nothing of ours".getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("tidings.events", bytes, bytes)).get();
        }
    }

    void sql(String statement) throws SQLException, IOException {
        try (Connection connection = Database.of(stack);
                Statement change = connection.createStatement()) {
            change.executeUpdate(statement);
        }
    }

    /** Everything of a process stands still, its clock goes on. */
    void standStill(String name, Duration time) throws InterruptedException {
        List<ProcessHandle> processes = stack.processes(name);
        stack.hold(processes);
        // The time is the trouble: there is nothing to wait for.
        Thread.sleep(time);
        stack.letGoOn(processes);
    }

    /** What Kafka gives a client, or takes from it, in a second; null for whatever it wants. */
    void allow(String client, String quota, Double bytes) throws Exception {
        ClientQuotaEntity clients =
                new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, client));
        try (Admin admin = Admin.create(kafka())) {
            admin.alterClientQuotas(List.of(
                            new ClientQuotaAlteration(clients, List.of(new ClientQuotaAlteration.Op(quota, bytes)))))
                    .all()
                    .get();
        }
    }

    private Map<String, Object> kafka() throws IOException {
        Properties broker = new Properties();
        broker.load(new StringReader(Files.readString(stack.directory().resolve("data/kafka/server.properties"))));
        String address =
                broker.getProperty("advertised.listeners").split(",", -1)[0].replace("CLIENT://", "");
        return Map.of("bootstrap.servers", address, "max.block.ms", 20_000);
    }
}
