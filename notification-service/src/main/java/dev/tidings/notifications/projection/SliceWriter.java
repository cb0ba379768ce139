package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.position.Position;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a slice: its rows, the counters and the partition's next offset in one transaction, or nothing. Safe for use by
 * any thread.
 */
@ApplicationScoped
class SliceWriter {

    /** The partition's offset is not what it was believed to be: another projector has it. */
    static final class Fenced extends RuntimeException {

        private static final long serialVersionUID = 1;

        Fenced() {
            super("another projector was here", null, false, false);
        }
    }

    private static final String FENCE = """
            update projected
            set next_offset = $4, badged_offset = $5, complete_after = greatest(complete_after, $6)
            where generation = $1 and partition = $2 and next_offset = $3
            """;

    private final Pool pool;
    private final Weeks weeks;
    private final Clock clock = Clock.systemUTC();

    SliceWriter(Pool pool, Weeks weeks) {
        this.pool = pool;
        this.weeks = weeks;
    }

    /** Fails with {@link Fenced}, or as the database does. */
    Uni<Void> write(Slice slice) {
        if (slice.isKnown()) {
            return Uni.createFrom().voidItem();
        }
        // What retention would drop at once, as a log that is read anew after a long time has it, is not taken.
        Instant horizon = weeks.horizon();
        List<Entry> entries = slice.fresh().stream()
                .filter(entry -> entry.at().isAfter(horizon))
                .toList();
        Uni<Void> writing = pool.withTransaction(connection -> fence(connection, slice, incompleteUpTo(slice, horizon))
                .chain(ours -> rows(connection, slice, entries)));
        return weeks.ready(entries)
                .chain(made -> writing)
                .onFailure(Channels.Missing.class)
                .recoverWithUni(missing -> Channels.make(pool, missing).chain(made -> writing))
                .onFailure()
                .invoke(weeks::forget);
    }

    /** Goes on behind it without writing any of it. */
    Uni<Void> pass(Slice slice) {
        return slice.isKnown()
                ? Uni.createFrom().voidItem()
                : pool.withTransaction(connection -> fence(connection, slice, slice.to() - 1));
    }

    /** The last offset that the view will never have: the log had it no more, or it was too old. */
    private static long incompleteUpTo(Slice slice, Instant horizon) {
        long missed = slice.from() > slice.next() ? slice.from() - 1 : Position.NOTHING;
        return slice.fresh().stream()
                .filter(entry -> !entry.at().isAfter(horizon))
                .mapToLong(Entry::offset)
                .reduce(missed, Math::max);
    }

    private static Uni<Void> fence(SqlConnection connection, Slice slice, long incompleteUpTo) {
        return connection
                .preparedQuery(FENCE)
                .execute(Tuple.of(
                        slice.generation().number(),
                        slice.partition(),
                        slice.next(),
                        slice.to(),
                        slice.from(),
                        incompleteUpTo))
                .map(rows -> {
                    if (rows.rowCount() != 1) {
                        throw new Fenced();
                    }
                    return null;
                });
    }

    private Uni<Void> rows(SqlConnection connection, Slice slice, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Channels.lock(connection, entries.stream().map(Entry::channel).collect(Collectors.toSet()))
                .chain(channels -> rows(connection, slice, entries, channels));
    }

    private Uni<Void> rows(
            SqlConnection connection, Slice slice, List<Entry> entries, Map<AppChannel, Channels.Known> channels) {
        Instant now = clock.instant();
        List<Entry> kept = entries.stream()
                .filter(entry -> slice.generation().place(entry.offset())
                        > channels.get(entry.channel()).deletedUpTo())
                .toList();
        List<Entry> news = kept.stream()
                .filter(entry -> isNews(entry, slice.generation(), channels.get(entry.channel()), now))
                .toList();
        List<Uni<Void>> statements = new ArrayList<>();
        statements.add(ItemRows.events(
                connection,
                kept.stream().map(entry -> placed(entry, slice, channels)).toList()));
        for (Rounds.Round round : Rounds.of(news)) {
            statements.addAll(ItemRows.items(
                    connection,
                    round.items().stream()
                            .map(entry -> placed(entry, slice, channels))
                            .toList()));
            statements.addAll(WordRows.apply(
                    connection,
                    round.words().stream()
                            .map(entry -> placed(entry, slice, channels))
                            .toList()));
        }
        statements.addAll(UserRows.changed(
                connection,
                news.stream()
                        .filter(entry -> !(entry.said() instanceof Said.Nothing))
                        .map(entry -> placed(entry, slice, channels))
                        .toList()));
        // Sent one after the other, without waiting: the database does them in this order. The first that fails is the
        // failure.
        return Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    /** Not a word that is in the view already, and not what has expired before anybody saw it. */
    private static boolean isNews(Entry entry, Generation generation, Channels.Known channel, Instant now) {
        return switch (entry.said()) {
            case Said.Item item -> item.expiresAt().map(now::isBefore).orElse(true);
            case Said.Word _ -> generation.place(entry.offset()) > channel.changedAt();
            case Said.Nothing() -> true;
        };
    }

    private static Placed placed(Entry entry, Slice slice, Map<AppChannel, Channels.Known> channels) {
        return new Placed(
                channels.get(entry.channel()).key(), slice.generation().place(entry.offset()), entry);
    }
}
