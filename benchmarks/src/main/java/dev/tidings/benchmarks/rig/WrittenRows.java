package dev.tidings.benchmarks.rig;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The events and items that the view has, in the very batches that it wrote them in: written once more by a plain client into
 * empty tables with the same columns and indexes, and nothing around it. Immutable.
 */
public final class WrittenRows {

    /** A transaction's rows stand under its number. */
    private static final String EVENTS =
            "select xmin::text::bigint, channel, place, created_at::text, record from event where place > ?";

    private static final String ITEMS = """
            select xmin::text::bigint, channel, place, created_at::text, id, category, expires_at::text, critical
            from item where place > ?
            """;

    private static final String INSERT_EVENTS = """
            insert into bare.event select * from unnest(?::bigint[], ?::bigint[], ?::timestamptz[], ?::bytea[])
            """;

    private static final String INSERT_ITEMS = """
            insert into bare.item (channel, place, created_at, id, category, expires_at, critical)
            select * from unnest(?::bigint[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::timestamptz[], ?::bool[])
            """;

    private static final String[] EVENT_TYPES = {"int8", "int8", "timestamptz", "bytea"};
    private static final String[] ITEM_TYPES = {"int8", "int8", "timestamptz", "text", "text", "timestamptz", "bool"};

    private record Batch(List<Object[]> events, List<Object[]> items) {}

    private final Collection<Batch> batches;
    private final long rows;

    private WrittenRows(Collection<Batch> batches) {
        this.batches = batches;
        this.rows = batches.stream()
                .mapToLong(batch -> batch.events.size() + batch.items.size())
                .sum();
    }

    /** What the view has after that place. */
    public static WrittenRows after(long place, Connection database) throws SQLException {
        Map<Long, Batch> batches = new LinkedHashMap<>();
        for (Object[] row : select(database, EVENTS, EVENT_TYPES.length, place)) {
            batch(batches, row).events.add(row);
        }
        for (Object[] row : select(database, ITEMS, ITEM_TYPES.length, place)) {
            batch(batches, row).items.add(row);
        }
        return new WrittenRows(batches.values());
    }

    private static Batch batch(Map<Long, Batch> batches, Object[] row) {
        return batches.computeIfAbsent((Long) row[0], number -> new Batch(new ArrayList<>(), new ArrayList<>()));
    }

    private static List<Object[]> select(Connection database, String sql, int columns, long place) throws SQLException {
        List<Object[]> all = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setLong(1, place);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Object[] row = new Object[columns + 1];
                    for (int i = 0; i <= columns; i++) {
                        row[i] = rows.getObject(i + 1);
                    }
                    all.add(row);
                }
            }
        }
        return all;
    }

    public long count() {
        return rows;
    }

    public int batches() {
        return batches.size();
    }

    /** Into empty tables; rows a second. */
    public double writeAgain(ViewRig rig, int connections)
            throws SQLException, InterruptedException, ExecutionException {
        try (View view = rig.view()) {
            for (String table : List.of("event", "item")) {
                view.update("create schema if not exists bare");
                view.update("drop table if exists bare." + table);
                view.update("create table bare.%1$s (like %1$s including all) partition by range (created_at)"
                        .formatted(table));
                view.update("create table bare.%1$s_all partition of bare.%1$s default".formatted(table));
            }
            view.update("checkpoint");
        }
        List<Batch> all = List.copyOf(batches);
        AtomicInteger next = new AtomicInteger();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                writers.add(threads.submit(() -> {
                    write(rig, all, next);
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        return rows / ((System.nanoTime() - began) / 1e9);
    }

    private static void write(ViewRig rig, List<Batch> batches, AtomicInteger next) throws SQLException {
        try (Connection database = rig.database();
                PreparedStatement events = database.prepareStatement(INSERT_EVENTS);
                PreparedStatement items = database.prepareStatement(INSERT_ITEMS)) {
            database.setAutoCommit(false);
            for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
                insert(database, events, EVENT_TYPES, batches.get(i).events);
                insert(database, items, ITEM_TYPES, batches.get(i).items);
                database.commit();
            }
        }
    }

    private static void insert(Connection database, PreparedStatement insert, String[] types, List<Object[]> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        for (int column = 1; column <= types.length; column++) {
            int of = column;
            Object[] values = types[column - 1].equals("bytea")
                    ? rows.stream().map(row -> row[of]).toArray(byte[][]::new)
                    : rows.stream().map(row -> row[of]).toArray();
            insert.setArray(column, database.createArrayOf(types[column - 1], values));
        }
        insert.executeUpdate();
    }
}
