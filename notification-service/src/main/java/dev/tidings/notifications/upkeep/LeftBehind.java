package dev.tidings.notifications.upkeep;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes the rows of users who were deleted, a bounded piece at a time, until there is no more. Nobody sees them. Any thread. */
@ApplicationScoped
class LeftBehind {

    private static final int PIECE = 1_000;

    private final Pool pool;

    LeftBehind(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> delete() {
        return pool.preparedQuery("select delete_some_of_the_deleted($1) as more")
                .execute(Tuple.of(PIECE))
                .chain(rows -> rows.iterator().next().getBoolean("more")
                        ? delete()
                        : Uni.createFrom().voidItem());
    }
}
