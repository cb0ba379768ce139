package dev.tidings.local.kafka;

import dev.tidings.local.process.ChildProcess;
import dev.tidings.local.process.JavaCommand;
import dev.tidings.local.process.Launch;
import dev.tidings.local.process.Launch.StopSignal;
import dev.tidings.local.process.Ports;
import dev.tidings.local.process.Program;
import dev.tidings.local.process.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real broker that is its own controller, in a process of its own, on loopback.
 *
 * @param home holds its configuration and data
 * @param log takes what it prints
 * @param reached the port at which clients find it: where it listens, if nothing stands between
 * @param settings further ones, which win over ours
 */
public record KafkaProgram(Path home, Path log, int port, int controllerPort, int reached, Map<String, String> settings)
        implements Program {

    private static final int HEAP_MEGABYTES = 512;
    private static final String CLUSTER_ID = "dGlkaW5ncy1sb2NhbC0wMQ";

    public KafkaProgram {
        settings = Map.copyOf(settings);
    }

    public KafkaProgram(Path home, Path log, int port, int controllerPort, int reached) {
        this(home, log, port, controllerPort, reached, Map.of());
    }

    /** One more broker for the same controller: it has what others lead, and leads nothing by itself. */
    KafkaProgram follower(Path home, int port) {
        return new KafkaProgram(
                home,
                home.resolve("kafka.log"),
                port,
                controllerPort,
                port,
                Map.of("process.roles", "broker", "node.id", "2", "listeners", "CLIENT://127.0.0.1:" + port));
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Optional<String> url() {
        return Optional.empty();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + reached;
    }

    @Override
    public Launch prepare() throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path configuration = home.resolve("server.properties");
        Files.writeString(
                configuration, KafkaConfiguration.properties(data(), port, controllerPort, reached, settings));
        if (!Files.exists(data().resolve("meta.properties"))) {
            format(configuration);
        }
        return new Launch(
                java("kafka.Kafka", configuration.toString()),
                Map.of(),
                home,
                log,
                StopSignal.TERM,
                Duration.ofSeconds(15));
    }

    private void format(Path configuration) throws IOException, InterruptedException {
        List<String> command = java(
                "kafka.tools.StorageTool",
                "format",
                "--ignore-formatted",
                "--cluster-id",
                CLUSTER_ID,
                "--config",
                configuration.toString());
        Path formatLog = log.resolveSibling("kafka-format.log");
        ChildProcess.run(Launch.of(command, Map.of(), home, formatLog), Duration.ofMinutes(1));
    }

    private List<String> java(String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(JavaCommand.light(HEAP_MEGABYTES, home.resolve("tmp")));
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
                "-cp",
                RepositoryRoot.built("local-stack/kafka-runtime/target/lib") + "/*",
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    private Path data() {
        return home.resolve("data");
    }

    @Override
    public boolean isReady(ChildProcess child) {
        return Ports.accepts(port);
    }

    /** The broker answers when it has made our topics, or says that it has them. */
    @Override
    public void complete() throws InterruptedException {
        Topics.create(bootstrapServers());
    }
}
