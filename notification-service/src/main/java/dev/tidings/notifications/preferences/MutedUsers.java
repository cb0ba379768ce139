package dev.tidings.notifications.preferences;

import dev.tidings.notifications.store.StoreBusy;
import dev.tidings.notifications.store.StoreFailure;
import dev.tidings.notifications.store.StoreGuard;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Whom a publish leaves out: all of its users are asked for in one question. Publishing goes on without the database, and
 * then leaves nobody out; while it is away it is asked for only now and then, so that not every publish waits for it. A
 * database that is there, and has too many who wait for it, is none of that. Event loop.
 */
@ApplicationScoped
public class MutedUsers {

    private static final String AMONG = """
            select m.user_id, m.category from unnest($2::text[], $3::text[]) as asked(user_id, category)
            join mute m on m.app = $1 and m.user_id = asked.user_id and m.category = asked.category
            where m.until_offset is null
            """;

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Pool pool;
    private final StoreGuard guard;
    private final Counter unknown;

    private volatile boolean away;
    private volatile long askAgain;

    /** A user's category. */
    public record Interest(String user, String category) {}

    MutedUsers(Pool pool, StoreGuard guard, MeterRegistry metrics) {
        this.pool = pool;
        this.guard = guard;
        this.unknown = metrics.counter("tidings.preferences.unknown");
    }

    /** Those that are muted now: with the database away none. Fails with {@link StoreBusy} only. */
    public Uni<Set<Interest>> among(String app, Set<Interest> interests) {
        if (interests.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        if (away && System.nanoTime() - askAgain < 0) {
            unknown.increment();
            return Uni.createFrom().item(Set.of());
        }
        askAgain = System.nanoTime() + PAUSE_NANOS;
        Interest[] asked = interests.toArray(Interest[]::new);
        String[] users = new String[asked.length];
        String[] categories = new String[asked.length];
        for (int i = 0; i < asked.length; i++) {
            users[i] = asked[i].user();
            categories[i] = asked[i].category();
        }
        return guard.guarded(pool.preparedQuery(AMONG).execute(Tuple.of(app, users, categories)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(MutedUsers::interest)
                        .collect(Collectors.toUnmodifiableSet()))
                .invoke(answer -> away = false)
                .onFailure(failure -> failure instanceof StoreFailure && (away || !(failure instanceof StoreBusy)))
                .recoverWithItem(failure -> {
                    away = true;
                    askAgain = System.nanoTime() + PAUSE_NANOS;
                    unknown.increment();
                    return Set.of();
                });
    }

    private static Interest interest(Row row) {
        return new Interest(row.getString("user_id"), row.getString("category"));
    }
}
