package dev.tidings.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A stack's PostgreSQL, past its services. */
public final class Database {

    private static final int PORT_LINE = 3;

    private Database() {}

    public static Connection of(RunningStack stack) throws SQLException, IOException {
        Path home = stack.directory().resolve("data/postgres");
        // PostgreSQL's own file.
        String port = Files.readAllLines(home.resolve("data/postmaster.pid"))
                .get(PORT_LINE)
                .strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/tidings",
                "tidings",
                Files.readString(home.resolve("password")).strip());
    }
}
