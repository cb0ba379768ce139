package dev.tidings.local.kafka;

import dev.tidings.local.process.ChildProcess;
import dev.tidings.local.process.DiesWithJvm;
import dev.tidings.local.process.ManagedProgram;
import dev.tidings.local.process.Ports;
import java.nio.file.Path;

/**
 * A real Kafka broker for tests, with the topics of Tidings in it. It ends with this JVM at the latest, and leaves no
 * file outside its directory.
 *
 * <p>Not for use by several threads at once.
 */
public final class KafkaBroker implements DiesWithJvm.Mortal, AutoCloseable {

    private final KafkaProgram program;
    private final ManagedProgram managed;

    private KafkaBroker(KafkaProgram program) {
        this.program = program;
        this.managed = new ManagedProgram(program, new ManagedProgram.Listener() {});
    }

    /** Starts a broker on a free port. */
    public static KafkaBroker start(Path directory) throws InterruptedException {
        return start(directory, Ports.free());
    }

    /** Starts a broker with its data in the directory, new or of an earlier one; returns when it can be used. */
    public static KafkaBroker start(Path directory, int port) throws InterruptedException {
        Path home = directory.toAbsolutePath();
        KafkaBroker broker = new KafkaBroker(new KafkaProgram(home, home.resolve("kafka.log"), port, Ports.free()));
        DiesWithJvm.add(broker);
        broker.managed.start();
        return broker;
    }

    public String bootstrapServers() {
        return program.bootstrapServers();
    }

    public long pid() {
        return managed.child().map(ChildProcess::pid).orElseThrow();
    }

    /** SIGKILL, as a machine that dies. */
    public void kill() {
        managed.kill();
    }

    /** A clean end; {@link #restart()} brings it back. */
    public void stop() {
        managed.stop();
    }

    /** Starts it again after {@link #kill()} or {@link #stop()}, on the same port and data. */
    public void restart() throws InterruptedException {
        managed.start();
    }

    /** Ends it at once; its data stays. */
    @Override
    public void close() {
        managed.kill();
        DiesWithJvm.remove(this);
    }
}
