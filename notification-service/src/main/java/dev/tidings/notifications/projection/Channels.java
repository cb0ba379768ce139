package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a batch's channels, locked in the order of their keys. Those that are not there yet are made beforehand, outside
 * of the batch's transaction: else whoever says or mutes something for the first time would wait for the batch's end. Stateless.
 */
final class Channels {

    /** A channel's row as it was when the batch began. */
    record Known(long key, long changedAt, long deletedUpTo) {}

    /** Some of the channels have no row. */
    static final class Missing extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Set<AppChannel> channels;

        Missing(Set<AppChannel> channels) {
            super("new channels", null, false, false);
            this.channels = channels;
        }
    }

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

    /** Fails with {@link Missing}. */
    static Uni<Map<AppChannel, Known>> lock(SqlConnection connection, Set<AppChannel> wanted) {
        return connection
                .preparedQuery(LOCK)
                .execute(names(wanted))
                .map(rows -> byChannel(rows, wanted))
                .invoke(known -> {
                    if (known.size() < wanted.size()) {
                        Set<AppChannel> missing = new HashSet<>(wanted);
                        missing.removeAll(known.keySet());
                        throw new Missing(missing);
                    }
                });
    }

    /** For good: a row stays, whatever becomes of the batch. */
    static Uni<Void> make(SqlClient client, Missing missing) {
        return client.preparedQuery(MAKE).execute(names(missing.channels)).replaceWithVoid();
    }

    private static Tuple names(Set<AppChannel> channels) {
        return new Columns<>(List.copyOf(channels))
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
