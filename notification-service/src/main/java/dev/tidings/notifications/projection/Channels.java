package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of a batch's channels, made where they are not there, and locked in the order of their keys. Stateless. */
final class Channels {

    /** A channel's row as it was when the batch began. */
    record Known(long key, long changedAt, long deletedUpTo) {}

    private static final String LOCK = """
            select k.key, k.app, k.name, k.changed_at, k.deleted_up_to
            from feed_channel k join unnest($1::text[], $2::text[]) as n(app, name) on k.app = n.app and k.name = n.name
            order by k.key for no key update of k
            """;

    private static final String MAKE = """
            insert into feed_channel (app, name) select app, name from unnest($1::text[], $2::text[]) as n(app, name)
            order by app, name on conflict do nothing
            """;

    private Channels() {}

    static Uni<Map<AppChannel, Known>> lock(SqlConnection connection, Set<AppChannel> wanted) {
        return find(connection, wanted).chain(found -> {
            List<AppChannel> missing = wanted.stream()
                    .filter(channel -> !found.containsKey(channel))
                    .toList();
            // All are locked anew where some were missing: the new ones' keys come last, so the order holds.
            return missing.isEmpty()
                    ? Uni.createFrom().item(found)
                    : connection.preparedQuery(MAKE).execute(names(missing)).chain(made -> find(connection, wanted));
        });
    }

    private static Uni<Map<AppChannel, Known>> find(SqlConnection connection, Set<AppChannel> wanted) {
        return connection
                .preparedQuery(LOCK)
                .execute(names(new ArrayList<>(wanted)))
                .map(rows -> byChannel(rows, wanted));
    }

    private static io.vertx.mutiny.sqlclient.Tuple names(List<AppChannel> channels) {
        return new Columns<>(channels)
                .texts(AppChannel::app)
                .texts(channel -> channel.channel().name())
                .tuple();
    }

    private static Map<AppChannel, Known> byChannel(RowSet<Row> rows, Set<AppChannel> wanted) {
        Map<String, AppChannel> byKey = new HashMap<>();
        wanted.forEach(channel -> byKey.put(channel.key(), channel));
        Map<AppChannel, Known> known = new HashMap<>();
        for (Row row : rows) {
            known.put(
                    byKey.get(row.getString("app") + "/" + row.getString("name")),
                    new Known(row.getLong("key"), row.getLong("changed_at"), row.getLong("deleted_up_to")));
        }
        return known;
    }
}
