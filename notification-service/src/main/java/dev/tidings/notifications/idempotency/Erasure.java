package dev.tidings.notifications.idempotency;

import dev.tidings.notifications.store.StoreFailure;
import dev.tidings.notifications.store.StoreGuard;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Takes users who were deleted out of the answers that are kept for a repeat. The rows stay: a repeat that found none would
 * publish to that user again. A deletion is gone through at once, and once more when no call of before can be under way any
 * longer. Fails with a {@code StoreFailure} only. Event loop.
 */
@ApplicationScoped
public class Erasure {

    /** Of an app's calls so many are looked at in one statement, and no more after so much of their answers. */
    private static final int CALLS_AT_ONCE = 200;

    /** The answer to one batch may have more; then it is looked at alone. */
    private static final int BYTES_AT_ONCE = 4 * 1024 * 1024;

    private static final int USERS_AT_ONCE = 100;

    /** The projection notes it too, for when whoever called is gone; but that may be a version that doesn't. */
    private static final String NOTE = """
            insert into call_erasure (app, user_id, deleted_at) values ($1, $2, now())
            on conflict (app, user_id) do update set deleted_at = greatest(call_erasure.deleted_at, excluded.deleted_at)
            returning deleted_at
            """;

    /** Longer than a call's lease: whoever answers later has no lease any more. */
    private static final String DUE = """
            select app, user_id, deleted_at from call_erasure
            where deleted_at < now() - interval '1 minute' and (app, user_id) > ($1, $2) order by app, user_id limit $3
            """;

    /** In the JSON as {@code AnswerJson} writes it: within a text there is no quote that is not escaped. */
    private static final String ERASE = """
            with next as (
              select key, coalesce(octet_length(answer), 0) as bytes from idempotent_call
              where app = $1 and key > $2 order by key limit $3),
            looked_at as (
              select key from (select key, sum(bytes) over (order by key) - bytes as before from next) n where before < $7),
            erased as (
              update idempotent_call c
              set answer = regexp_replace(regexp_replace(c.answer, ',' || $5, '', 'g'), $5 || ',?', '', 'g')
              from looked_at l
              where c.app = $1 and c.key = l.key and c.created_at <= $4 and strpos(c.answer, $6) > 0)
            select max(key) as last from looked_at
            """;

    private static final String DONE = "delete from call_erasure where app = $1 and user_id = $2 and deleted_at = $3";

    private final Pool pool;
    private final StoreGuard guard;

    private record Deleted(String app, String user, OffsetDateTime at) {

        String channel() {
            return "{\"channel\":\"user:" + user + "\"";
        }

        /** As PostgreSQL's regular expressions have it. */
        String position() {
            return "\\" + channel().replaceAll("[.+]", "\\\\$0") + ",\"epoch\":\"[^\"]*\",\"offset\":[0-9]+\\}";
        }
    }

    Erasure(Pool pool, StoreGuard guard) {
        this.pool = pool;
        this.guard = guard;
    }

    /** Of a user whose deletion the view has. */
    public Uni<Void> of(String app, String user) {
        return ask(NOTE, Tuple.of(app, user))
                .chain(rows ->
                        erase(new Deleted(app, user, rows.iterator().next().getOffsetDateTime("deleted_at")), ""));
    }

    /** Of those who were deleted some time ago, for good. Where it fails for one, that one is due the next time still. */
    Uni<Void> due() {
        return due("", "");
    }

    private Uni<Void> due(String afterApp, String afterUser) {
        return ask(DUE, Tuple.of(afterApp, afterUser, USERS_AT_ONCE))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .map(row -> new Deleted(
                                row.getString("app"), row.getString("user_id"), row.getOffsetDateTime("deleted_at")))
                        .onItem()
                        .transformToUniAndConcatenate(this::finish)
                        .collect()
                        .last()
                        .chain(last ->
                                rows.size() < USERS_AT_ONCE ? Uni.createFrom().voidItem() : due(last.app, last.user)));
    }

    private Uni<Deleted> finish(Deleted user) {
        return erase(user, "")
                .chain(erased -> ask(DONE, Tuple.of(user.app, user.user, user.at)))
                .replaceWith(user)
                .onFailure(StoreFailure.class)
                .recoverWithItem(user);
    }

    private Uni<Void> erase(Deleted user, String after) {
        Tuple piece = Tuple.tuple()
                .addString(user.app)
                .addString(after)
                .addInteger(CALLS_AT_ONCE)
                .addOffsetDateTime(user.at)
                .addString(user.position())
                .addString(user.channel())
                .addInteger(BYTES_AT_ONCE);
        return ask(ERASE, piece)
                .map(rows -> Optional.ofNullable(rows.iterator().next().getString("last")))
                .chain(last -> last.isEmpty() ? Uni.createFrom().voidItem() : erase(user, last.get()));
    }

    private Uni<RowSet<Row>> ask(String sql, Tuple parameters) {
        return guard.guarded(pool.preparedQuery(sql).execute(parameters));
    }
}
