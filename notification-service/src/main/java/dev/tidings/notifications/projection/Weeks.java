package dev.tidings.notifications.projection;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The tables' partitions, a week each: made when a record first needs one. Safe for use by any thread. */
@ApplicationScoped
public class Weeks {

    private final Pool pool;
    private final ProjectionConfig config;
    private final Clock clock = Clock.systemUTC();
    /** Some hundred a decade, as only what is after the horizon gets here. */
    private final Set<LocalDate> made = ConcurrentHashMap.newKeySet();

    Weeks(Pool pool, ProjectionConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** What is not after it is too old to be kept. */
    public Instant horizon() {
        return clock.instant().minus(config.retention());
    }

    Uni<Void> ready(List<Entry> entries) {
        Set<LocalDate> missing = entries.stream()
                .map(entry -> week(entry.at()))
                .filter(week -> !made.contains(week))
                .collect(Collectors.toCollection(TreeSet::new));
        if (missing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery("select make_feed_week(week) from unnest($1::date[]) as week")
                .execute(Tuple.tuple().addArrayOfLocalDate(missing.toArray(LocalDate[]::new)))
                .invoke(done -> made.addAll(missing))
                .replaceWithVoid();
    }

    /** Asks for each week again: after a failure the database may be an earlier one, put back under a running service. */
    void forget() {
        made.clear();
    }

    private static LocalDate week(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
