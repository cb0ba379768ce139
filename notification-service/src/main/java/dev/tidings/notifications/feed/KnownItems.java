package dev.tidings.notifications.feed;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.notifications.EventLoop;
import dev.tidings.notifications.log.LogWatch;
import dev.tidings.notifications.projection.Generation;
import dev.tidings.notifications.projection.ViewProgress;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which items a user's feed has. One that a stream brought a moment ago may not be in the view yet, so it is waited for. Event loop. */
@ApplicationScoped
class KnownItems {

    private static final String FIND = """
            select i.id from item i where i.channel = $1 and i.id = any($4)
            union
            select b.id from broadcasts_of($1, $2, $3) b where b.id = any($4)
            """;

    private final Pool pool;
    private final Snapshots snapshots;
    private final LogWatch log;
    private final ViewProgress progress;
    private final Store store;

    KnownItems(Pool pool, Snapshots snapshots, LogWatch log, ViewProgress progress, Store store) {
        this.pool = pool;
        this.snapshots = snapshots;
        this.log = log;
        this.progress = progress;
        this.store = store;
    }

    /** Those of the ids that are items of that feed, in their order. */
    Uni<List<String>> of(Reader reader, List<String> ids) {
        return find(reader, ids)
                .chain(found -> found.size() == ids.size()
                        ? Uni.createFrom().item(found)
                        : caughtUp(reader.channel()).chain(waited -> find(reader, ids)));
    }

    private Uni<List<String>> find(Reader reader, List<String> ids) {
        return store.guarded(Keys.of(pool, reader.channel())
                .chain(keys -> pool.preparedQuery(FIND)
                        .execute(Tuple.of(
                                keys.user(),
                                keys.everyone(),
                                reader.joined()
                                        .map(at -> at.atOffset(java.time.ZoneOffset.UTC))
                                        .orElse(null),
                                ids.toArray(String[]::new)))
                        .map(rows -> {
                            Set<String> known = new HashSet<>();
                            rows.forEach(row -> known.add(row.getString("id")));
                            return ids.stream().filter(known::contains).toList();
                        })));
    }

    /** Until the view has what the log had when this was asked, or the wait is over. */
    private Uni<Void> caughtUp(AppChannel user) {
        return store.guarded(snapshots.positions()).chain(positions -> {
            Generation generation = positions.generation();
            int own = generation.partition(user);
            int everyone = generation.partition(Positions.everyone(user));
            return Uni.createFrom()
                    .completionStage(log.ends(new HashSet<>(List.of(own, everyone))))
                    .emitOn(EventLoop.current())
                    .chain(ends -> progress.has(generation, own, ends.get(own) - 1)
                            .chain(there -> progress.has(generation, everyone, ends.get(everyone) - 1)))
                    .replaceWithVoid()
                    .onFailure()
                    .recoverWithNull();
        });
    }
}
