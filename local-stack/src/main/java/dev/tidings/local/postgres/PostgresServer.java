package dev.tidings.local.postgres;

import dev.tidings.local.process.DiesWithJvm;
import dev.tidings.local.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A real PostgreSQL for tests, with the empty database {@code tidings}. It ends with this JVM at the latest, and leaves
 * no file outside its directory.
 *
 * <p>Not for use by several threads at once.
 */
public final class PostgresServer implements AutoCloseable {

    private final PostgresProgram program;
    private final DiesWithJvm process;

    private PostgresServer(PostgresProgram program) {
        this.program = program;
        this.process = new DiesWithJvm(program);
    }

    /** Starts a server on a free port. */
    public static PostgresServer start(Path directory) throws InterruptedException {
        return start(directory, Ports.free());
    }

    /** Starts a server with its data in the directory, new or of an earlier one; returns when it can be used. */
    public static PostgresServer start(Path directory, int port) throws InterruptedException {
        Path home = directory.toAbsolutePath();
        PostgresServer server = new PostgresServer(new PostgresProgram(home, home.resolve("postgres.log"), port));
        server.process.start();
        return server;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(program.port(), PostgresProgram.DATABASE);
    }

    /** For Vert.x' and Quarkus' reactive client. */
    public String reactiveUrl() {
        return "postgresql://127.0.0.1:%d/%s".formatted(program.port(), PostgresProgram.DATABASE);
    }

    public int port() {
        return program.port();
    }

    public String user() {
        return PostgresProgram.USER;
    }

    public String password() {
        try {
            return program.password();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL, as a machine that dies. */
    public void kill() {
        process.kill();
    }

    /** A clean end that does not wait for clients; {@link #restart()} brings it back. */
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
