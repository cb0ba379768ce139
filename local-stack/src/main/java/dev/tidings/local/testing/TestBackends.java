package dev.tidings.local.testing;

import dev.tidings.local.kafka.KafkaBroker;
import dev.tidings.local.postgres.PostgresServer;
import dev.tidings.local.process.OwnedFiles;
import dev.tidings.local.process.StackFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One Kafka and one PostgreSQL for all tests of this JVM: started when first asked for, ended and deleted with the JVM.
 * Their files are under {@code target/} of the module that is tested. A test that breaks a backend starts its own.
 *
 * <p>Safe for use by several threads.
 */
public final class TestBackends {

    private TestBackends() {}

    /** The shared broker, with the topics of Tidings. */
    public static KafkaBroker kafka() {
        return Kafka.SHARED;
    }

    /** The shared server, with the database {@code tidings}. */
    public static PostgresServer postgres() {
        return Postgres.SHARED;
    }

    // Each starts when its holder class is first touched, once, whoever asks at the same time.
    private static final class Kafka {
        static final KafkaBroker SHARED = shared("kafka", KafkaBroker::start, KafkaBroker::close);
    }

    private static final class Postgres {
        static final PostgresServer SHARED = shared("postgres", PostgresServer::start, PostgresServer::close);
    }

    private interface Starter<T> {
        T start(Path directory) throws InterruptedException;
    }

    private interface Ender<T> {
        void end(T backend);
    }

    private static <T> T shared(String name, Starter<T> starter, Ender<T> ender) {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            Path directory = Files.createTempDirectory(target, "test-" + name + "-");
            T backend = starter.start(directory);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(backend, ender, directory), "end-" + name));
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure(name + " was interrupted while it started", e);
        }
    }

    private static <T> void remove(T backend, Ender<T> ender, Path directory) {
        ender.end(backend);
        try {
            OwnedFiles.deleteTree(directory);
        } catch (IOException e) {
            System.err.println("left behind: " + directory + ": " + e);
        }
    }
}
