package dev.tidings.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    @TempDir
    Path directory;

    @Test
    void aKilledServerComesBackOnItsPortWithEveryCommittedRow() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory)) {
            String address = server.jdbcUrl();
            try (Connection connection = connect(server);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (id int)");
                statement.execute("INSERT INTO kept VALUES (17)");

                server.kill();
            }
            server.restart();

            assertThat(server.jdbcUrl()).isEqualTo(address);
            assertThat(query(server, "SELECT id FROM kept")).isEqualTo("17");
        }
    }

    @Test
    void aPidFileThatNamesSomebodyElseNowDoesNotKeepItFromStarting() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory)) {
            server.kill();
            Path pidFile = directory.resolve("data/postmaster.pid");
            String stale = Files.readString(pidFile)
                    .replaceFirst("\\d+", Long.toString(ProcessHandle.current().pid()));
            Files.writeString(pidFile, stale);

            server.restart();

            assertThat(query(server, "SHOW data_checksums")).isEqualTo("on");
        }
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void itsPasswordIsAskedForAndReadableByItsOwnerOnly() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("password"))))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
