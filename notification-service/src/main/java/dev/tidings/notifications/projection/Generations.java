package dev.tidings.notifications.projection;

import dev.tidings.contract.position.Epoch;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The logs that the view knows, and how far it is in each partition. Safe for use by any thread. */
@ApplicationScoped
class Generations {

    /** Of one partition. */
    record Offsets(long next, long badged) {}

    private static final String KNOWN = "select generation, epoch from log_epoch where epoch = $1";

    /** Not by the identity alone: a conflict would use a number up, and another instance may be first. */
    private static final String BEGIN = "insert into log_epoch (epoch) values ($1) on conflict do nothing";

    /**
     * A topic that was given more partitions has its old records where they were: those go on where they are. Every partition
     * of a topic that was made anew begins at the beginning.
     */
    private static final String MAKE_PARTITIONS = """
            insert into projected (generation, partition, next_offset, badged_offset)
            select $1, p.partition, coalesce(before.next_offset, 0), coalesce(before.badged_offset, 0)
            from unnest($2::integer[]) as p(partition)
            left join lateral (
              select o.next_offset, o.badged_offset from projected o join log_epoch e on e.generation = o.generation
              where o.partition = p.partition and o.generation < $1 and e.epoch like $3
              order by o.generation desc limit 1) before on true
            on conflict do nothing
            """;

    private static final String OFFSETS = """
            select partition, next_offset, badged_offset from projected where generation = $1 and partition = any($2)
            """;

    private final Pool pool;

    Generations(Pool pool) {
        this.pool = pool;
    }

    /** The generation of that epoch: a new one, where it was never met. */
    Uni<Generation> of(Epoch epoch) {
        return pool.withTransaction(connection -> find(connection, epoch)
                        .chain(known -> known.isEmpty()
                                ? connection
                                        .preparedQuery(BEGIN)
                                        .execute(Tuple.of(epoch.text()))
                                        .chain(begun -> find(connection, epoch))
                                : Uni.createFrom().item(known)))
                .map(found -> found.getFirst());
    }

    private static Uni<List<Generation>> find(SqlConnection connection, Epoch epoch) {
        return connection
                .preparedQuery(KNOWN)
                .execute(Tuple.of(epoch.text()))
                .map(rows -> rows.stream()
                        .map(row -> new Generation(row.getInteger("generation"), epoch))
                        .toList());
    }

    /** Where those partitions are, which begin now if they are new. */
    Uni<Map<Integer, Offsets>> offsets(Generation generation, Set<Integer> partitions) {
        Integer[] wanted = new TreeSet<>(partitions).toArray(Integer[]::new);
        String sameTopic = generation.topic().replace("_", "\\_") + "-%";
        return pool.withTransaction(connection -> connection
                .preparedQuery(MAKE_PARTITIONS)
                .execute(Tuple.of(generation.number(), wanted, sameTopic))
                .chain(made -> connection.preparedQuery(OFFSETS).execute(Tuple.of(generation.number(), wanted)))
                .map(rows -> {
                    Map<Integer, Offsets> offsets = new HashMap<>();
                    for (Row row : rows) {
                        offsets.put(
                                row.getInteger("partition"),
                                new Offsets(row.getLong("next_offset"), row.getLong("badged_offset")));
                    }
                    return offsets;
                }));
    }
}
