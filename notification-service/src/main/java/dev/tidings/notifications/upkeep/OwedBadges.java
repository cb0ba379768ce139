package dev.tidings.notifications.upkeep;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.notifications.log.Append;
import dev.tidings.notifications.log.EventJson;
import dev.tidings.notifications.log.EventLog;
import dev.tidings.notifications.log.NewRecord;
import dev.tidings.notifications.projection.EventTypes;
import dev.tidings.notifications.projection.Op;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Has badges sent to users whose counts changed without an event: makes one, a word about no item, which the projector of their
 * channel answers as it answers any. Sent from here, a badge could come into the log after a newer one, or with the position of
 * another one that says something else. The note that one is owed goes when the log has the word, so a crash in between
 * repeats it, and so may two instances at once. Event loop.
 */
@ApplicationScoped
class OwedBadges {

    private static final int BATCH = 500;

    private static final String OWED = """
            select o.channel, o.times, k.app, k.name from badge_owed o join feed_channel k on k.key = o.channel
            order by o.channel limit $1
            """;

    private static final String SAID = """
            delete from badge_owed o using unnest($1::bigint[], $2::bigint[]) as s(channel, times)
            where o.channel = s.channel and o.times = s.times
            """;

    private final Pool pool;
    private final EventLog log;
    private final Clock clock = Clock.systemUTC();

    OwedBadges(Pool pool, EventLog log) {
        this.pool = pool;
        this.log = log;
    }

    Uni<Void> send() {
        return pool.preparedQuery(OWED)
                .execute(Tuple.of(BATCH))
                .chain(rows -> rows.size() == 0 ? Uni.createFrom().voidItem() : send(rows));
    }

    private Uni<Void> send(RowSet<Row> rows) {
        List<NewRecord> words = new ArrayList<>();
        List<Long> channels = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (Row row : rows) {
            channels.add(row.getLong("channel"));
            times.add(row.getLong("times"));
            AppChannel.parseKey(row.getString("app") + "/" + row.getString("name"))
                    .map(this::word)
                    .ifPresent(words::add);
        }
        Tuple said =
                Tuple.tuple().addArrayOfLong(channels.toArray(Long[]::new)).addArrayOfLong(times.toArray(Long[]::new));
        return log.append(words)
                .invoke(OwedBadges::requireWritten)
                .chain(written -> pool.preparedQuery(SAID).execute(said))
                .chain(done -> rows.size() == BATCH ? send() : Uni.createFrom().voidItem());
    }

    private NewRecord word(AppChannel user) {
        String id = UUID.randomUUID().toString();
        ObjectNode nothing = JsonNodeFactory.instance.objectNode().put("op", Op.SEEN.word());
        nothing.putArray("ids");
        CloudEvent event = CloudEvent.of(
                id,
                "/apps/" + user.app() + "/feed",
                EventTypes.CHANGED,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                nothing);
        return new NewRecord(user, id, EventJson.write(event));
    }

    private static void requireWritten(Append append) {
        switch (append) {
            case Append.Written _ -> {}
            case Append.Unavailable(), Append.OverCapacity() ->
                throw new IllegalStateException("the log doesn't take it at the moment");
        }
    }
}
