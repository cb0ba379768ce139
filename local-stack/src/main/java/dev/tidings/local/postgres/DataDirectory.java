package dev.tidings.local.postgres;

import dev.tidings.local.process.ChildProcess;
import dev.tidings.local.process.Launch;
import dev.tidings.local.process.OwnedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The cluster on disk and its password. Made as a whole or, when interrupted, not at all. */
record DataDirectory(Path home, Path log) {

    Path data() {
        return home.resolve("data");
    }

    private Path passwordFile() {
        return home.resolve("password");
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    void initialize(Path binaries) throws IOException, InterruptedException {
        if (Files.exists(data())) {
            return;
        }
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        OwnedFiles.write(passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(random));

        Path draft = home.resolve("data.new");
        OwnedFiles.deleteTree(draft);
        run(
                "initdb",
                List.of(
                        binaries.resolve("bin/initdb").toString(),
                        "--pgdata=" + draft,
                        "--username=" + PostgresProgram.USER,
                        "--pwfile=" + passwordFile(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        // The same order and case rules on every system, whatever locales it has.
                        "--no-locale",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-sync",
                        "--no-instructions"));
        createDatabase(binaries, draft);
        Files.move(draft, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** In single-user mode: no server, no port, no client needed. */
    private void createDatabase(Path binaries, Path cluster) throws IOException, InterruptedException {
        Path statement = home.resolve("create-database.sql");
        Files.writeString(statement, "CREATE DATABASE " + PostgresProgram.DATABASE + "\n");
        String postgres = binaries.resolve("bin/postgres").toString();
        run(
                "create-database",
                List.of(
                        "sh",
                        "-c",
                        "exec \"$0\" --single -F -D \"$1\" postgres < \"$2\"",
                        postgres,
                        cluster.toString(),
                        statement.toString()));
        Files.delete(statement);
    }

    private void run(String what, List<String> program) throws InterruptedException {
        List<String> command = new ArrayList<>(Unprivileged.prefix());
        command.addAll(program);
        Path ownLog = log.resolveSibling("postgres-" + what + ".log");
        ChildProcess.run(Launch.of(command, Unprivileged.ENVIRONMENT, home, ownLog), Duration.ofMinutes(1));
    }
}
