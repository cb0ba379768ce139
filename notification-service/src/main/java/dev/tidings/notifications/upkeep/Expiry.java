package dev.tidings.notifications.upkeep;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.stream.StreamSupport;

/** Takes what has expired out of the feeds, a bounded batch at a time, until there is no more. Any thread. */
@ApplicationScoped
class Expiry {

    private static final int BATCH = 500;

    /** Not locked: whoever is first deletes it, and for the other it is not there. */
    private static final String DUE = """
            select i.channel, i.place, i.created_at from item i where i.expires_at <= now() order by i.expires_at limit $1
            """;

    private final Pool pool;

    Expiry(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> expire() {
        return pool.withTransaction(this::batch)
                .chain(removed -> removed == BATCH ? expire() : Uni.createFrom().voidItem());
    }

    private Uni<Integer> batch(SqlConnection connection) {
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(BATCH))
                .chain(due -> due.size() == 0
                        ? Uni.createFrom().item(0)
                        : remove(connection, due).map(done -> due.size()));
    }

    static Uni<Void> remove(SqlConnection connection, RowSet<Row> items) {
        Long[] channels = column(items, row -> row.getLong("channel")).toArray(Long[]::new);
        Tuple rows = Tuple.tuple()
                .addArrayOfLong(channels)
                .addArrayOfLong(column(items, row -> row.getLong("place")).toArray(Long[]::new))
                .addArrayOfOffsetDateTime(column(items, row -> row.getOffsetDateTime("created_at"))
                        .toArray(OffsetDateTime[]::new));
        return Removal.of(connection, channels, rows);
    }

    private static <T> java.util.stream.Stream<T> column(RowSet<Row> rows, java.util.function.Function<Row, T> column) {
        return StreamSupport.stream(rows.spliterator(), false).map(column);
    }
}
