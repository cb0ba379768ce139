package dev.tidings.notifications.upkeep;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.notifications.projection.Touched;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends the badges of users whose counts changed without an event. The note that one is owed goes when the log has it, so a
 * crash in between sends it again, and so may two instances at once: a badge that comes twice says the same. Any thread.
 */
@ApplicationScoped
class OwedBadges {

    private static final int BATCH = 500;

    private static final String OWED = """
            select o.channel, o.times, k.app, k.name from badge_owed o join feed_channel k on k.key = o.channel
            order by o.channel limit $1
            """;

    private static final String SENT = """
            delete from badge_owed o using unnest($1::bigint[], $2::bigint[]) as s(channel, times)
            where o.channel = s.channel and o.times = s.times
            """;

    private final Pool pool;
    private final Touched badges;

    OwedBadges(Pool pool, Touched badges) {
        this.pool = pool;
        this.badges = badges;
    }

    Uni<Void> send() {
        return pool.preparedQuery(OWED)
                .execute(Tuple.of(BATCH))
                .chain(rows -> rows.size() == 0 ? Uni.createFrom().voidItem() : send(rows));
    }

    private Uni<Void> send(RowSet<Row> rows) {
        Set<AppChannel> users = new HashSet<>();
        List<Long> channels = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (Row row : rows) {
            channels.add(row.getLong("channel"));
            times.add(row.getLong("times"));
            AppChannel.parseKey(row.getString("app") + "/" + row.getString("name"))
                    .ifPresent(users::add);
        }
        Tuple sent =
                Tuple.tuple().addArrayOfLong(channels.toArray(Long[]::new)).addArrayOfLong(times.toArray(Long[]::new));
        return Uni.createFrom()
                .completionStage(badges.users(users))
                .chain(done -> pool.preparedQuery(SENT).execute(sent))
                .chain(done -> rows.size() == BATCH ? send() : Uni.createFrom().voidItem());
    }
}
