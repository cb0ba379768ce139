package dev.tidings.local.kafka;

import dev.tidings.local.process.DiesWithJvm;
import dev.tidings.local.process.Ports;
import java.nio.file.Path;
import java.util.Map;

/**
 * A real Kafka broker for tests, with the topics of Tidings in it. It ends with this JVM at the latest, and leaves no
 * file outside its directory.
 *
 * <p>Not for use by several threads at once.
 */
public final class KafkaBroker implements AutoCloseable {

    private final KafkaProgram program;
    private final DiesWithJvm process;

    private KafkaBroker(KafkaProgram program) {
        this.program = program;
        this.process = new DiesWithJvm(program);
    }

    /** Starts a broker on a free port. */
    public static KafkaBroker start(Path directory) throws InterruptedException {
        return start(directory, Ports.free());
    }

    /** Starts a broker with its data in the directory, new or of an earlier one; returns when it can be used. */
    public static KafkaBroker start(Path directory, int port) throws InterruptedException {
        return start(directory, port, Map.of());
    }

    /** Starts one that has settings of the test's own. */
    public static KafkaBroker start(Path directory, Map<String, String> settings) throws InterruptedException {
        return start(directory, Ports.free(), settings);
    }

    private static KafkaBroker start(Path directory, int port, Map<String, String> settings)
            throws InterruptedException {
        Path home = directory.toAbsolutePath();
        return started(new KafkaProgram(home, home.resolve("kafka.log"), port, Ports.free(), port, settings));
    }

    private static KafkaBroker started(KafkaProgram program) throws InterruptedException {
        KafkaBroker broker = new KafkaBroker(program);
        broker.process.start();
        return broker;
    }

    /** Starts broker 2 beside this one, which is 1: for topics that have two replicas. To be closed before this one. */
    public KafkaBroker startFollower(Path directory) throws InterruptedException {
        return started(program.follower(directory.toAbsolutePath(), Ports.free()));
    }

    public String bootstrapServers() {
        return program.bootstrapServers();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL, as a machine that dies. */
    public void kill() {
        process.kill();
    }

    /** A clean end; {@link #restart()} brings it back. */
    public void stop() {
        process.stop();
    }

    /** Starts it again after {@link #kill()} or {@link #stop()}, on the same port and data. */
    public void restart() throws InterruptedException {
        process.start();
    }

    /** Ends it cleanly; its data stays. */
    @Override
    public void close() {
        process.close();
    }
}
