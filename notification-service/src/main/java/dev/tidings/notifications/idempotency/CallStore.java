package dev.tidings.notifications.idempotency;

import dev.tidings.notifications.log.Earlier;
import dev.tidings.notifications.store.StoreGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The table of keyed calls. A row is leased while its call runs; with the lease over and no answer, whoever comes next
 * goes on with it. All times are the database's. Fails with a {@code StoreFailure} only.
 */
@ApplicationScoped
class CallStore {

    /** Longer than a call can take: its steps in the database and in the log are bounded by a few seconds each. */
    private static final String LEASE = "interval '30 seconds'";

    private static final String KEPT = "interval '24 hours'";

    private static final String INSERT_OR_TAKE_OVER = """
            insert into idempotent_call as held (app, key, request_hash, id, leased_until)
            values ($1, $2, $3, $4, now() + %1$s)
            on conflict (app, key) do update
            set unclear_until = held.leased_until, leased_until = excluded.leased_until
            where held.answer is null and held.leased_until < now() and held.request_hash = excluded.request_hash
              and held.created_at > now() - %2$s
            returning id, created_at, unclear_until
            """.formatted(LEASE, KEPT);

    private static final String FIND = """
            select request_hash = $3 as same, created_at <= now() - %s as expired, answer_status, answer
            from idempotent_call where app = $1 and key = $2
            """.formatted(KEPT);

    private static final String FORGET_EXPIRED =
            "delete from idempotent_call where app = $1 and key = $2 and created_at <= now() - " + KEPT;

    private static final String ANSWER = """
            update idempotent_call set answer_status = $4, answer = $5
            where app = $1 and key = $2 and id = $3 and answer is null
            """;

    private static final String END_LEASE = """
            update idempotent_call set leased_until = now()
            where app = $1 and key = $2 and id = $3 and answer is null
            """;

    private static final String FORGET =
            "delete from idempotent_call where app = $1 and key = $2 and id = $3 and answer is null";

    private static final String FORGET_OLD = """
            delete from idempotent_call where (app, key) in (
              select app, key from idempotent_call where created_at <= now() - %s
              order by created_at limit $1 for update skip locked)
            """.formatted(KEPT);

    private final Pool pool;
    private final StoreGuard guard;

    CallStore(Pool pool, StoreGuard guard) {
        this.pool = pool;
        this.guard = guard;
    }

    /** Takes the key, with that id if it is new. */
    Uni<Claim> claim(CallKey key, byte[] hash, UUID newId) {
        return claim(key, hash, newId, 3);
    }

    private Uni<Claim> claim(CallKey key, byte[] hash, UUID newId, int tries) {
        if (tries == 0) {
            // Others take and forget this key faster than we look: so they are at it.
            return Uni.createFrom().item(new Claim.Running());
        }
        Tuple parameters = Tuple.of(key.app(), key.text(), hash, newId);
        return run(INSERT_OR_TAKE_OVER, parameters, late -> giveBack(key, late)).chain(rows -> {
            if (rows.size() == 1) {
                return Uni.createFrom()
                        .item(new Claim.Granted(attempt(rows.iterator().next())));
            }
            return find(key, hash)
                    .chain(held -> held.isPresent()
                            ? Uni.createFrom().item(held.get())
                            : forgetExpired(key).chain(gone -> claim(key, hash, newId, tries - 1)));
        });
    }

    /** The call was refused while the database still had the question; its repeat need not wait for the lease. */
    private void giveBack(CallKey key, RowSet<Row> granted) {
        granted.forEach(row -> {
            Attempt attempt = attempt(row);
            Uni<Void> given = attempt.earlier().isPresent() ? unclear(key, attempt.id()) : forget(key, attempt.id());
            given.subscribe().with(done -> {}, away -> {});
        });
    }

    private static Attempt attempt(Row row) {
        OffsetDateTime unclearUntil = row.getOffsetDateTime("unclear_until");
        return new Attempt(
                row.getUUID("id"),
                Optional.ofNullable(unclearUntil)
                        .map(until ->
                                new Earlier(row.getOffsetDateTime("created_at").toInstant(), until.toInstant())));
    }

    /** Whose the key is, without taking it; empty where it is nobody's, or was somebody's over a day ago. */
    Uni<Optional<Claim>> find(CallKey key, byte[] hash) {
        return run(FIND, Tuple.of(key.app(), key.text(), hash)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            if (row.getBoolean("expired")) {
                return Optional.empty();
            }
            if (!row.getBoolean("same")) {
                return Optional.of(new Claim.Mismatch());
            }
            String answer = row.getString("answer");
            return Optional.of(
                    answer == null
                            ? new Claim.Running()
                            : new Claim.Answered(new Answer(row.getInteger("answer_status"), answer)));
        });
    }

    Uni<Void> answered(CallKey key, UUID id, Answer answer) {
        return run(ANSWER, Tuple.of(key.app(), key.text(), id, answer.status(), answer.json()))
                .replaceWithVoid();
    }

    /** It may or may not have happened; the next call goes on at once. */
    Uni<Void> unclear(CallKey key, UUID id) {
        return run(END_LEASE, Tuple.of(key.app(), key.text(), id)).replaceWithVoid();
    }

    /** Nothing has happened under it. */
    Uni<Void> forget(CallKey key, UUID id) {
        return run(FORGET, Tuple.of(key.app(), key.text(), id)).replaceWithVoid();
    }

    private Uni<Void> forgetExpired(CallKey key) {
        return run(FORGET_EXPIRED, Tuple.of(key.app(), key.text())).replaceWithVoid();
    }

    /** Deletes some of what is over, and says how many. */
    Uni<Integer> forgetOld(int atMost) {
        return run(FORGET_OLD, Tuple.of(atMost)).map(RowSet::rowCount);
    }

    private Uni<RowSet<Row>> run(String sql, Tuple parameters) {
        return run(sql, parameters, late -> {});
    }

    private Uni<RowSet<Row>> run(String sql, Tuple parameters, Consumer<RowSet<Row>> late) {
        return guard.guarded(pool.preparedQuery(sql).execute(parameters), late);
    }
}
