package dev.tidings.e2e.faults;

import dev.tidings.e2e.Database;
import dev.tidings.e2e.Eventually;
import dev.tidings.e2e.RunningStack;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Keeps the projection in the middle of a transaction. */
final class UnfinishedTransaction implements AutoCloseable {

    private final Connection locking;
    private final Connection asking;

    /** When this returns it has rows to write, and waits. */
    UnfinishedTransaction(RunningStack stack) throws SQLException, IOException {
        locking = Database.of(stack);
        asking = Database.of(stack);
        locking.setAutoCommit(false);
        try (Statement statement = locking.createStatement()) {
            statement.execute("lock table item in share mode");
        }
        Eventually.holds(
                "rows are to be written",
                () -> number("select count(*) from pg_locks where relation = 'item'::regclass and not granted") > 0);
    }

    /** Lets it go on; returns when what it wrote is in the view. */
    void letItCommit() throws SQLException {
        long before = written();
        locking.commit();
        Eventually.holds("rows are written", () -> written() > before);
    }

    private long written() {
        return number("select sum(next_offset) from projected");
    }

    private long number(String question) {
        try (Statement statement = asking.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws SQLException {
        locking.close();
        asking.close();
    }
}
