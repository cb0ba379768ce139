package dev.tidings.notifications.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Counts everything anew in the background, from the items themselves, and compares: the counters are kept by differences,
 * and a difference that was wrong once would stay. Each batch is one statement, so it sees counters and items of the same
 * moment. It mends nothing: a drift is a bug to be found. On the timer's event loop.
 */
@ApplicationScoped
class Auditor {

    private static final Logger LOG = Logger.getLogger(Auditor.class);

    private static final int BATCH = 200;

    /** Nobody waits for it, and a user may have very many items. */
    private static final String PATIENCE = "set local statement_timeout = '10min'";

    private static final String DRIFTS = """
            with batch as (
              select key from feed_channel where key > $1 and name <> 'everyone' order by key limit $2),
            kept as (select c.* from counter c join batch b on b.key = c.channel),
            anew as (
              select i.channel, i.category,
                     count(*) filter (where not i.archived and not coalesce(i.read, i.place <= coalesce(c.read_up_to, -1))) as unread,
                     count(*) filter (where not i.archived and not coalesce(i.seen, i.place <= coalesce(c.seen_up_to, -1))) as unseen
              from batch b join item i on i.channel = b.key
              left join counter c on c.channel = i.channel and c.category = i.category
              group by i.channel, i.category),
            drifts as (
              select channel, category, k.unread, k.unseen, a.unread as unread_anew, a.unseen as unseen_anew
              from kept k full join anew a using (channel, category)
              where coalesce(k.unread, 0) <> coalesce(a.unread, 0) or coalesce(k.unseen, 0) <> coalesce(a.unseen, 0))
            select (select max(key) from batch) as last, d.* from (select 1) as one left join drifts d on true
            """;

    private final Pool pool;
    private final Vertx vertx;
    private final AuditConfig config;
    private final AtomicLong drift = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean();

    Auditor(Pool pool, Vertx vertx, AuditConfig config, MeterRegistry metrics) {
        this.pool = pool;
        this.vertx = vertx;
        this.config = config;
        metrics.gauge("tidings.feed.drift", drift);
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.every().toMillis(), tick -> {
            if (running.compareAndSet(false, true)) {
                round().onTermination()
                        .invoke(() -> running.set(false))
                        .subscribe()
                        .with(found -> {}, failure -> LOG.debugf("The audit is tried again: %s", failure));
            }
        });
    }

    /** All users once: how many counters are not what they should be. The metric has it when it is done. */
    Uni<Long> round() {
        return batch(0, 0).invoke(drift::set);
    }

    private Uni<Long> batch(long after, long found) {
        return pool.withTransaction(connection -> connection
                        .query(PATIENCE)
                        .execute()
                        .chain(set -> connection.preparedQuery(DRIFTS).execute(Tuple.of(after, BATCH))))
                .chain(rows -> {
                    long all = found + report(rows);
                    Long last = rows.iterator().next().getLong("last");
                    return last == null ? Uni.createFrom().item(all) : batch(last, all);
                });
    }

    private static long report(RowSet<Row> rows) {
        long drifts = 0;
        for (Row row : rows) {
            if (row.getLong("channel") != null) {
                drifts++;
                LOG.errorf(
                        "The counter of channel %d, category '%s' says %d unread and %d unseen; there are %d and %d",
                        row.getLong("channel"),
                        row.getString("category"),
                        row.getLong("unread"),
                        row.getLong("unseen"),
                        row.getLong("unread_anew"),
                        row.getLong("unseen_anew"));
            }
        }
        return drifts;
    }
}
