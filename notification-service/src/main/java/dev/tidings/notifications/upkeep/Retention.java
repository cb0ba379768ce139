package dev.tidings.notifications.upkeep;

import dev.tidings.notifications.projection.Weeks;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drops weeks that are too old. Its channels are told first, some at a time: from there on nothing of it can begin to count. What
 * still counts is taken out, as what expires is, in bounded batches; then nothing of the week counts any more, and its tables
 * are dropped whole, while others go on to read and write: they wait for the drop alone. Any thread.
 */
@ApplicationScoped
class Retention {

    private static final int BATCH = 500;

    /**
     * What is dropped waits for nobody for long: whoever reads the tables would wait behind it. Not as long as a deadlock is
     * let be (a second): so it is this that gives way, and never a reader.
     */
    private static final String PATIENCE = "set local lock_timeout = '500ms'";

    /** Nobody waits for what is looked for and told before. */
    private static final String NO_HURRY = "set local statement_timeout = '10min'";

    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** So many days after its first one a week is over, and no other instance's clock or batch takes anything into it. */
    private static final int DAYS = 8;

    /** Goes on where the last batch ended: the week is looked through once. */
    private static final String COUNTING = """
            select i.channel, i.place, i.created_at from item i
            join counter c on c.channel = i.channel and c.category = i.category
            where i.created_at < $1 and not i.archived and (i.channel, i.place) > ($2, $3)
              and (not coalesce(i.read, i.place <= c.read_up_to) or not coalesce(i.seen, i.place <= c.seen_up_to))
            order by i.channel, i.place limit $4
            """;

    private static final String OLD_WEEKS = "select week from feed_weeks() as week where week <= $1 order by week";

    /** Marks are of no use when the broadcast is gone: when they are older than the oldest week that is there. */
    private static final String OLD_MARKS = """
            delete from broadcast_mark where (user_key, id) in (
              select user_key, id from broadcast_mark
              where said_at < (select min(week)::timestamp at time zone 'UTC' from feed_weeks() as week)
              order by said_at limit $1)
            """;

    private final Pool pool;
    private final Weeks weeks;

    Retention(Pool pool, Weeks weeks) {
        this.pool = pool;
        this.weeks = weeks;
    }

    Uni<Void> retain() {
        LocalDate last = weeks.horizon().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(DAYS);
        return pool.preparedQuery(OLD_WEEKS)
                .execute(Tuple.of(last))
                .chain(rows -> {
                    List<LocalDate> old = new ArrayList<>();
                    rows.forEach(row -> old.add(row.getLocalDate("week")));
                    return Multi.createFrom()
                            .iterable(old)
                            .onItem()
                            .transformToUniAndConcatenate(this::drop)
                            .collect()
                            .last();
                })
                .eventually(this::forgetMarks);
    }

    private Uni<Void> drop(LocalDate week) {
        return forget(week, 0)
                .chain(told -> takeOut(week, 0, 0))
                .chain(taken -> pool.withTransaction(connection -> dropTables(connection, week))
                        .onFailure(Retention::isPatienceOver)
                        .retry()
                        .withBackOff(PAUSE)
                        .atMost(TRIES));
    }

    private static boolean isPatienceOver(Throwable failure) {
        return failure instanceof PgException refusal && "55P03".equals(refusal.getSqlState());
    }

    /** All channels after this one, some at a time. */
    private Uni<Void> forget(LocalDate week, long after) {
        return pool.withTransaction(connection -> connection
                        .query(NO_HURRY)
                        .execute()
                        .chain(set -> connection
                                .preparedQuery("select forget_feed_week($1, $2, $3) as last")
                                .execute(Tuple.of(week, after, BATCH))))
                .map(rows -> rows.iterator().next().getLong("last"))
                .chain(last -> last == null ? Uni.createFrom().voidItem() : forget(week, last));
    }

    /** All that counts after that item, some at a time. */
    private Uni<Void> takeOut(LocalDate week, long channel, long place) {
        return pool.withTransaction(connection -> takeOut(connection, week, channel, place))
                .chain(last -> last.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : takeOut(
                                week, last.get().getLong("channel"), last.get().getLong("place")));
    }

    /** The last of them, if there are any. */
    private static Uni<Optional<Row>> takeOut(SqlConnection connection, LocalDate week, long channel, long place) {
        return connection
                .query(NO_HURRY)
                .execute()
                .chain(set -> connection
                        .preparedQuery(COUNTING)
                        .execute(Tuple.of(
                                week.plusDays(7).atStartOfDay().atOffset(ZoneOffset.UTC), channel, place, BATCH)))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.<Row>empty())
                        : Expiry.remove(connection, rows)
                                .map(done -> rows.stream().reduce((before, last) -> last)));
    }

    private static Uni<Void> dropTables(SqlConnection connection, LocalDate week) {
        return connection
                .query(PATIENCE)
                .execute()
                .chain(set -> connection.query("select keep_feed_writers_out()").execute())
                .chain(locked -> connection
                        .preparedQuery("select drop_forgotten_week($1)")
                        .execute(Tuple.of(week)))
                .replaceWithVoid();
    }

    private Uni<Void> forgetMarks() {
        return pool.preparedQuery(OLD_MARKS)
                .execute(Tuple.of(BATCH))
                .chain(rows -> rows.rowCount() == BATCH
                        ? forgetMarks()
                        : Uni.createFrom().voidItem());
    }
}
