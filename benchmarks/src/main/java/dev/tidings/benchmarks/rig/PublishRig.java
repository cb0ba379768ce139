package dev.tidings.benchmarks.rig;

import dev.tidings.local.kafka.KafkaBroker;
import dev.tidings.local.postgres.PostgresServer;
import dev.tidings.local.process.DiesWithJvm;
import dev.tidings.local.process.JavaCommand;
import dev.tidings.local.process.OwnedFiles;
import dev.tidings.local.process.Ports;
import dev.tidings.local.process.RepositoryRoot;
import dev.tidings.local.testing.TestIssuer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real log and database, an issuer of tokens, and notification-service, all on loopback; gone when it is closed. */
public final class PublishRig implements AutoCloseable {

    private static final Pattern RESULT =
            Pattern.compile("(\\d+) records sent, ([0-9.]+) records/sec .* ([0-9.]+) ms avg latency");

    private final Path home;
    private final TestIssuer issuer;
    private final KafkaBroker kafka;
    private final PostgresServer postgres;
    private final Server service;

    private PublishRig(Path home, TestIssuer issuer, KafkaBroker kafka, PostgresServer postgres, Server service) {
        this.home = home;
        this.issuer = issuer;
        this.kafka = kafka;
        this.postgres = postgres;
        this.service = service;
    }

    public static PublishRig start(ServerOptions options) throws IOException, InterruptedException {
        Path target = RepositoryRoot.find().resolve("benchmarks/target");
        Path home = Files.createTempDirectory(Files.createDirectories(target), "rig-");
        TestIssuer issuer = TestIssuer.start();
        KafkaBroker kafka = KafkaBroker.start(home.resolve("kafka"));
        PostgresServer postgres = PostgresServer.start(home.resolve("postgres"));
        int port = Ports.free();
        DiesWithJvm process = new DiesWithJvm(new NotificationProgram(
                home.resolve("service"), port, kafka.bootstrapServers(), issuer.jwksUrl(), postgres, options));
        process.start();
        return new PublishRig(home, issuer, kafka, postgres, new Server(process, port));
    }

    public Server service() {
        return service;
    }

    public MeasuredProcess kafkaProcess() {
        return new MeasuredProcess(kafka.pid());
    }

    public String serviceToken() {
        return TestIssuer.Signer.of(issuer.privateKey()).serviceToken(Rig.APP, "bench", "notifications:write");
    }

    /** Kafka's own producer test, in a process of its own, on the same topic: records a second. */
    public double producerTest(long records, int bytes, List<String> settings)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                JavaCommand.java().toString(),
                "-Xmx512m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                RepositoryRoot.find().resolve("benchmarks/target/lib") + "/*",
                "org.apache.kafka.tools.ProducerPerformance",
                "--topic",
                "tidings.events",
                "--num-records",
                Long.toString(records),
                "--record-size",
                Integer.toString(bytes),
                "--throughput",
                "-1",
                "--producer-props",
                "bootstrap.servers=" + kafka.bootstrapServers()));
        command.addAll(settings);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // The last line is of the whole.
        Matcher matcher = RESULT.matcher(output);
        double rate = -1;
        while (matcher.find()) {
            if (Long.parseLong(matcher.group(1)) == records) {
                rate = Double.parseDouble(matcher.group(2));
            }
        }
        if (process.waitFor() != 0 || rate < 0) {
            throw new IllegalStateException("Kafka's producer test: " + output);
        }
        return rate;
    }

    @Override
    public void close() throws IOException {
        service.close();
        postgres.close();
        kafka.close();
        issuer.close();
        OwnedFiles.deleteTree(home);
    }
}
