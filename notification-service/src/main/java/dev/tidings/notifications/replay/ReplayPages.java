package dev.tidings.notifications.replay;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.replay.ReplayCall;
import dev.tidings.contract.replay.ReplayPage;
import dev.tidings.notifications.feed.Positions;
import dev.tidings.notifications.feed.Snapshots;
import dev.tidings.notifications.feed.Store;
import dev.tidings.notifications.projection.Place;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Reads a channel's events by offset, as many as fit a page, and how far that is all of them. Event loop. */
@ApplicationScoped
class ReplayPages {

    /** What a question for a page came to. */
    sealed interface Found {
        record Page(ReplayPage value) implements Found {}

        /** The view is of another log. */
        record AnotherEpoch() implements Found {}

        /** It does not have everything after that offset, or has not come that far. */
        record Gone() implements Found {}
    }

    /** Up to where something of the channel is missing: never taken in, deleted with the user, or dropped as too old. */
    private static final String MISSING = """
            select
              coalesce((select k.forgotten_up_to from feed_channel k where k.app = $1 and k.name = $2), -1) as place,
              coalesce((select p.complete_after from projected p where p.generation = $3 and p.partition = $4), -1) as before_offset
            """;

    private static final String EVENTS = """
            select e.place, e.record from event e
            where e.channel = (select k.key from feed_channel k where k.app = $1 and k.name = $2) and e.place > $3
            order by e.place limit $4
            """;

    private final Snapshots snapshots;
    private final Store store;

    ReplayPages(Snapshots snapshots, Store store) {
        this.snapshots = snapshots;
        this.store = store;
    }

    Uni<Found> after(AppChannel channel, Epoch epoch, long offset) {
        return store.guarded(snapshots.read((connection, positions) -> {
            if (!positions.generation().epoch().equals(epoch)) {
                return Uni.createFrom().item(new Found.AnotherEpoch());
            }
            return after(connection, positions, channel, offset);
        }));
    }

    private static Uni<Found> after(SqlConnection connection, Positions positions, AppChannel channel, long offset) {
        long place = positions.generation().place(offset);
        String name = channel.channel().name();
        int partition = positions.generation().partition(channel);
        Tuple where = Tuple.of(channel.app(), name, positions.generation().number(), partition);
        return connection.preparedQuery(MISSING).execute(where).chain(rows -> {
            Row missing = rows.iterator().next();
            boolean known = missing.getLong("place") <= place
                    && missing.getLong("before_offset") <= offset
                    && offset <= positions.offset(channel);
            return known
                    ? connection
                            .preparedQuery(EVENTS)
                            .execute(Tuple.of(channel.app(), name, place, ReplayCall.MAX_EVENTS))
                            .map(events -> page(events, positions.offset(channel)))
                    : Uni.createFrom().item(new Found.Gone());
        });
    }

    private static Found page(RowSet<Row> rows, long viewUpTo) {
        List<ReplayPage.Event> events = new ArrayList<>();
        int bytes = 0;
        for (Row row : rows) {
            byte[] record = row.getBuffer("record").getBytes();
            events.add(new ReplayPage.Event(Place.offset(row.getLong("place")), record));
            bytes += record.length;
            if (bytes >= ReplayCall.MAX_BYTES) {
                break;
            }
        }
        ReplayPage page = new ReplayPage(viewUpTo, events);
        return new Found.Page(page.isFull() ? new ReplayPage(events.getLast().offset(), events) : page);
    }
}
