package dev.tidings.notifications.feed;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.EventLoop;
import dev.tidings.notifications.log.LogWatch;
import dev.tidings.notifications.projection.Generation;
import dev.tidings.notifications.projection.ViewProgress;
import dev.tidings.notifications.projection.ViewProgress.Patience;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which items a user's feed has. One that a stream brought a moment ago may not be in the view yet, so it is waited for; and
 * where the view is slow, an id that it doesn't know is taken for such a one: what was heard can always be changed. Event loop.
 */
@ApplicationScoped
class KnownItems {

    private static final String FIND = """
            select i.id from item i where i.channel = $1 and i.id = any($4)
            union
            select b.id from broadcasts_of($1, $2, $3) b where b.id = any($4)
            """;

    /** Of all ids of a word that the view could not be asked about: a thousand of ours, and a record may have 64 KiB. */
    private static final int MAX_BYTES = 48 * 1024;

    private static final int PUNCTUATION = 3;

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

    /**
     * Those of the ids that are items of that feed, in their order; all of them, if the patience ends before the view has what
     * the log had. The projection follows this word after those items, and keeps nothing that shows of an id that is none.
     */
    Uni<List<String>> of(Reader reader, List<String> ids, Patience patience) {
        return find(reader, ids)
                .chain(found -> found.size() == ids.size()
                        ? Uni.createFrom().item(found)
                        : caughtUp(reader.channel(), patience)
                                .chain(caughtUp -> caughtUp
                                        ? find(reader, ids)
                                        : Uni.createFrom().item(bounded(ids))));
    }

    /** Nobody made sure of these ids' size: an id of the log may have any, and a word is no longer than any record. */
    private static List<String> bounded(List<String> ids) {
        int bytes = ids.stream()
                .mapToInt(id -> JsonStringEncoder.getInstance().quoteAsUTF8(id).length + PUNCTUATION)
                .sum();
        if (bytes > MAX_BYTES) {
            throw new ProblemException(
                    ProblemCode.STORE_UNAVAILABLE,
                    "The feed is behind at the moment. Nothing was said; it can be of fewer items.",
                    List.of(),
                    Map.of("Retry-After", "2"));
        }
        return ids;
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

    /** Whether the view has, in time, what the log had when this was asked. */
    private Uni<Boolean> caughtUp(AppChannel user, Patience patience) {
        return store.guarded(snapshots.positions()).chain(positions -> {
            Generation generation = positions.generation();
            int own = generation.partition(user);
            int everyone = generation.partition(Positions.everyone(user));
            if (!log.epoch().equals(Optional.of(generation.epoch()))) {
                return Uni.createFrom().item(false);
            }
            return Uni.createFrom()
                    .completionStage(log.ends(new HashSet<>(List.of(own, everyone))))
                    .emitOn(EventLoop.current())
                    .chain(ends -> progress.has(generation, own, ends.get(own) - 1, patience)
                            .chain(there -> there
                                    ? progress.has(generation, everyone, ends.get(everyone) - 1, patience)
                                    : Uni.createFrom().item(false)))
                    .onFailure()
                    .recoverWithItem(false);
        });
    }
}
