package dev.tidings.benchmarks.rig;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The view's tables, seen from outside of the service, and filled as the projection would fill them. For one thread. */
public final class View implements AutoCloseable {

    private static final int POLL_MILLIS = 20;

    private static final Duration QUIET = Duration.ofSeconds(2);

    /** What is filled in is spread over this many weeks, as what is kept for 90 days is. */
    public static final int WEEKS = 12;

    private static final String EVENTS = """
            insert into event (channel, place, created_at, record)
            select ?, (?::bigint << 40) + i, now() - (?::bigint - i) * (?::interval / ?), convert_to(format(
              '{"specversion":"1.0","id":"n-%s","source":"/apps/bench","type":"notification.created",\
            "time":"2026-11-01T00:00:00Z","datacontenttype":"application/json","data":{"type":"order.shipped",\
            "category":"%s","title":"Order %s shipped","body":"It arrives on Monday.","url":"/orders/17","group":"order-17",\
            "priority":"normal","data":{"order":17}}}', i, 'category-' || i % 3, i), 'UTF8')
            from generate_series(1, ?) as i
            """;

    private static final String ITEMS = """
            insert into item (channel, place, created_at, id, category, expires_at, critical, number)
            select channel, place, created_at, 'n-' || i, 'category-' || i % 3, null, false, (i + 2) / 3
            from (select *, place & ((1::bigint << 40) - 1) as i from event where channel = ?) e
            """;

    private static final String COUNTERS = """
            insert into counter (channel, category, unread, unseen, last_place, items, numbered_to)
            select channel, category, count(*), count(*), max(place), count(*), max(place)
            from item where channel = ? group by 1, 2
            """;

    private final Connection connection;

    View(Connection connection) {
        this.connection = connection;
    }

    void awaitMade(int partitions, Duration limit) throws SQLException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (value("select count(to_regclass('projected'))") == 0
                || value("select count(*) from projected") < partitions) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the view is not made");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Until the view has that many records of the log; says how long it took. */
    public Duration await(long records, Duration limit) throws SQLException, InterruptedException {
        long began = System.nanoTime();
        while (records() < records) {
            if (System.nanoTime() - began > limit.toNanos()) {
                throw new IllegalStateException("the view has %d records of %d".formatted(records(), records));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** How many records of the log it has taken in. */
    public long records() throws SQLException {
        return value("select coalesce(sum(next_offset), 0) from projected");
    }

    /** Until it has so many records and no more come of them, badges; says how long it took since then. */
    public Duration awaitQuiet(long since, long atLeast, Duration limit) throws SQLException, InterruptedException {
        long last = since;
        long changed = System.nanoTime();
        for (long now = records(); now < atLeast || System.nanoTime() - changed < QUIET.toNanos(); now = records()) {
            if (now != last) {
                last = now;
                changed = System.nanoTime();
            }
            if (System.nanoTime() - since > limit.toNanos()) {
                throw new IllegalStateException("the view has %d records of %d".formatted(now, atLeast));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return Duration.ofNanos(changed - since);
    }

    public String epoch() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("select epoch from log_epoch order by generation desc limit 1");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    /**
     * Gives a user that many unread items at the offsets from 1 on, in three categories. The log has to have reached that
     * offset of the user's partition, with whatever. Returns the user's key.
     */
    public long fill(String user, long items) throws SQLException {
        update("set synchronous_commit = off");
        update(
                "select make_feed_week((date_trunc('week', now()) - i * interval '7 days')::date)"
                        + " from generate_series(0, ?) as i",
                WEEKS);
        long key = value("insert into feed_channel (app, name) values (?, ?) returning key", Rig.APP, "user:" + user);
        long generation = value("select max(generation) from log_epoch");
        update(EVENTS, key, generation, items, (WEEKS * 7 - 1) + " days", items, items);
        update(ITEMS, key);
        update(COUNTERS, key);
        return key;
    }

    /** So that the database has done with what was filled in before anything is measured. */
    public void settle() throws SQLException {
        update("vacuum analyze event, item, counter, feed_channel");
        update("checkpoint");
    }

    /** As before anything was read: it was watermarks that were moved, and nothing else. */
    public void unread(long key) throws SQLException {
        update("""
                update counter c set unread = n.unread, unseen = n.unread, read_up_to = -1, seen_up_to = -1
                from filled n where c.channel = ? and n.channel = c.channel and n.category = c.category""", key);
    }

    /** Notes what {@link #unread} brings back. */
    public void remember(long key) throws SQLException {
        update("create table filled as select channel, category, unread from counter where channel = " + key);
    }

    public long value(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    public void update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            statement.execute();
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
