package dev.tidings.notifications.feed;

import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.projection.Generation;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Reads the view as it is at one moment: rows, counters and positions of the same snapshot. Safe for use by any thread. */
@ApplicationScoped
public class Snapshots {

    private static final String BEGIN = "set transaction isolation level repeatable read, read only";

    /** The positions come from the database and not from the log: the feed is there where the log is not. */
    private static final String POSITIONS = """
            select e.generation, e.epoch, p.partition, p.next_offset
            from log_epoch e left join projected p on p.generation = e.generation
            where e.generation = (select max(generation) from log_epoch)
            """;

    private final Pool pool;

    Snapshots(Pool pool) {
        this.pool = pool;
    }

    /** Fails with {@code log-unavailable} where no log was ever met, or as the database does. */
    public <T> Uni<T> read(BiFunction<SqlConnection, Positions, Uni<T>> reading) {
        // Sent one after the other, without waiting: the database does them in this order.
        return pool.withTransaction(connection -> Uni.combine()
                .all()
                .unis(
                        connection.query(BEGIN).execute(),
                        connection.preparedQuery(POSITIONS).execute())
                .with((begun, rows) -> positions(rows))
                .chain(positions -> reading.apply(connection, positions)));
    }

    /** Of one moment, for what needs nothing else of it. */
    Uni<Positions> positions() {
        return pool.preparedQuery(POSITIONS).execute().map(Snapshots::positions);
    }

    private static Positions positions(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw new ProblemException(
                    ProblemCode.LOG_UNAVAILABLE, "The log was never reached.", List.of(), Map.of("Retry-After", "2"));
        }
        Map<Integer, Long> next = new HashMap<>();
        Generation generation = null;
        for (Row row : rows) {
            generation = new Generation(row.getInteger("generation"), new Epoch(row.getString("epoch")));
            if (row.getInteger("partition") != null) {
                next.put(row.getInteger("partition"), row.getLong("next_offset"));
            }
        }
        return new Positions(generation, next);
    }
}
