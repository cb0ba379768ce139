package dev.tidings.local.postgres;

import dev.tidings.local.process.ChildProcess;
import dev.tidings.local.process.Launch;
import dev.tidings.local.process.Launch.StopSignal;
import dev.tidings.local.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real PostgreSQL with the database {@code tidings}, in a process of its own, on loopback and nothing else.
 *
 * @param home holds its data and its password
 * @param log takes what it prints
 */
public record PostgresProgram(Path home, Path log, int port) implements Program {

    public static final String USER = "tidings";
    public static final String DATABASE = "tidings";

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Optional<String> url() {
        return Optional.empty();
    }

    /** Of the user {@code tidings}; made with the data, at the first start. */
    public String password() throws IOException {
        return new DataDirectory(home, log).password();
    }

    @Override
    public Launch prepare() throws IOException, InterruptedException {
        Path binaries = PostgresBinaries.unpacked();
        DataDirectory directory = new DataDirectory(home, log);
        directory.initialize(binaries);
        PostmasterFile.endSurvivor(directory.data());
        List<String> command = new ArrayList<>(Unprivileged.prefix());
        command.addAll(List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                directory.data().toString()));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return new Launch(command, Unprivileged.ENVIRONMENT, home, log, StopSignal.INT, Duration.ofSeconds(10));
    }

    private Map<String, String> settings() {
        return Map.of(
                "port", Integer.toString(port),
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                // Its default leaves files in /dev/shm after a SIGKILL; this keeps them in the data directory.
                "dynamic_shared_memory_type", "mmap",
                "shared_buffers", "64MB",
                "max_connections", "100",
                "log_min_messages", "warning");
    }

    /** As pg_ctl knows it: the server says so in its own pid file. */
    @Override
    public boolean isReady(ChildProcess child) {
        return PostmasterFile.saysReady(home.resolve("data"), child.pid());
    }
}
