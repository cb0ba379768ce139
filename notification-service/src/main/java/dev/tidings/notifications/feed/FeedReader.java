package dev.tidings.notifications.feed;

import dev.tidings.contract.channel.AppChannel;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Reads feeds and counters. Fails with the refusal where the database is away. Event loop. */
@ApplicationScoped
class FeedReader {

    /** A user's counters, and of which snapshot. */
    record Counted(Counters counters, String asOf) {}

    private static final String COUNTS = "select * from counts_of($1, $2, $3)";

    private static final String JOINED = """
            insert into feed_joined (app, name, joined) values ($1, $2, $3)
            on conflict (app, name) do update set joined = excluded.joined
            """;

    private static final String NOT_JOINED = "delete from feed_joined where app = $1 and name = $2";

    /** Another one whenever the user mutes or unmutes something: that waits for no row of the view, so no version has it. */
    private static final String MUTES = """
            select concat_ws('.', count(*), count(until_offset), coalesce(max(id), 0)) as version from mute
            where app = $1 and user_id = substr($2, length('user:') + 1)
            """;

    private final Pool pool;
    private final Snapshots snapshots;
    private final Store store;

    FeedReader(Pool pool, Snapshots snapshots, Store store) {
        this.pool = pool;
        this.snapshots = snapshots;
        this.store = store;
    }

    /** A page of the user's feed, which is remembered to be asked with that {@code joined}. */
    Uni<FeedPage> page(Reader reader, FeedQuery query) {
        return store.guarded(snapshots
                .read((connection, positions) -> Keys.of(connection, reader.channel())
                        .chain(keys ->
                                page(connection, positions, keys, reader, query).map(page -> Map.entry(keys, page))))
                .call(read -> joined(reader, read.getKey()))
                .map(Map.Entry::getValue));
    }

    /** As {@link #page}, for somebody else who looks: as the user last asked. */
    Uni<FeedPage> pageAsLastAsked(AppChannel user, FeedQuery query) {
        return store.guarded(snapshots.read((connection, positions) -> Keys.of(connection, user)
                .chain(keys -> page(connection, positions, keys, new Reader(user, keys.joined()), query))));
    }

    Uni<Counted> counters(Reader reader) {
        return store.guarded(snapshots.read((connection, positions) -> Keys.of(connection, reader.channel())
                .chain(keys -> counters(connection, keys, reader.joined()))
                .map(counters ->
                        new Counted(counters, positions.resume(reader.channel()).toString()))));
    }

    /** Another one whenever the counters may be others; it costs no count. */
    Uni<String> tag(Reader reader) {
        return store.guarded(snapshots
                .positions()
                .chain(positions -> Keys.of(pool, reader.channel())
                        .chain(keys -> mutes(reader)
                                .map(mutes -> "%d.%d.%d.%d.%s.%s"
                                        .formatted(
                                                positions.generation().number(),
                                                keys.user(),
                                                keys.userVersion(),
                                                keys.everyoneVersion(),
                                                mutes,
                                                reader.joined()
                                                        .map(at -> Long.toString(at.toEpochMilli()))
                                                        .orElse(""))))));
    }

    private Uni<String> mutes(Reader reader) {
        return pool.preparedQuery(MUTES)
                .execute(Tuple.of(
                        reader.channel().app(), reader.channel().channel().name()))
                .map(rows -> rows.iterator().next().getString("version"));
    }

    private Uni<FeedPage> page(
            SqlConnection connection, Positions positions, Keys keys, Reader reader, FeedQuery query) {
        AppChannel user = reader.channel();
        Cursor from = query.before()
                .orElseGet(() -> new Cursor(positions.end(user), positions.end(Positions.everyone(user))));
        int limit = query.limit() + 1;
        // Sent one after the other, without waiting.
        return Uni.combine()
                .all()
                .unis(
                        ItemQueries.own(connection, keys, from.own(), limit, query.status(), query.category()),
                        ItemQueries.broadcasts(
                                connection,
                                keys,
                                reader.joined(),
                                from.everyone(),
                                limit,
                                query.status(),
                                query.category()),
                        counters(connection, keys, reader.joined()))
                .with((own, broadcasts, counters) ->
                        FeedPage.merge(user, own, broadcasts, from, query.limit(), counters, positions));
    }

    private static Uni<Counters> counters(SqlConnection connection, Keys keys, Optional<Instant> joined) {
        return connection
                .preparedQuery(COUNTS)
                .execute(Tuple.of(keys.user(), keys.everyone(), time(joined)))
                .map(Counters::of);
    }

    /** Written only where it is another one. */
    private Uni<Void> joined(Reader reader, Keys keys) {
        if (reader.joined().equals(keys.joined())) {
            return Uni.createFrom().voidItem();
        }
        Tuple user = Tuple.of(reader.channel().app(), reader.channel().channel().name());
        return reader.joined()
                .map(since ->
                        pool.preparedQuery(JOINED).execute(user.addOffsetDateTime(since.atOffset(ZoneOffset.UTC))))
                .orElseGet(() -> pool.preparedQuery(NOT_JOINED).execute(user))
                .replaceWithVoid();
    }

    private static OffsetDateTime time(Optional<Instant> at) {
        return at.map(known -> known.atOffset(ZoneOffset.UTC)).orElse(null);
    }
}
