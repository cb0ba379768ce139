package dev.tidings.e2e.observability;

import dev.tidings.e2e.RunningStack;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
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

    private static final int MANY = 15_000;

    /** What no producer of ours writes. */
    void writeWhatIsNoEvent() throws Exception {
        byte[] bytes = "nothing of ours".getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("tidings.events", bytes, bytes)).get();
        }
    }

    void sql(String statement) throws SQLException, IOException {
        Path home = stack.directory().resolve("data/postgres");
        // PostgreSQL's own file: the fourth line is the port.
        String port =
                Files.readAllLines(home.resolve("data/postmaster.pid")).get(3).strip();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/tidings",
                        "tidings",
                        Files.readString(home.resolve("password")).strip());
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

    /** As many as the rules call behind, and more, on a channel that nobody has a feed of. */
    void writeMany() throws Exception {
        byte[] key = "demo/public:flood".getBytes(StandardCharsets.UTF_8);
        byte[] event =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/flood\",\"type\":\"demo.flood\",\"data\":{}}"
                        .getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < MANY; i++) {
                producer.send(new ProducerRecord<>("tidings.events", key, event));
            }
            producer.flush();
        }
    }

    /** What Kafka gives its clients, or takes from them, in a second: of one by its id, of all for null. */
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
