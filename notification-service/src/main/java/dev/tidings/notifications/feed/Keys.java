package dev.tidings.notifications.feed;

import dev.tidings.contract.channel.AppChannel;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The rows that a user's feed hangs on. A user or an app of which nothing is known has {@link #NONE} for a key, which no row
 * has.
 */
record Keys(long user, long everyone, long userVersion, long everyoneVersion, Optional<Instant> joined) {

    static final long NONE = -1;

    private static final String FIND = """
            select k.name, k.key, k.version, k.joined from feed_channel k where k.app = $1 and k.name in ($2, 'everyone')
            """;

    static Uni<Keys> of(SqlClient client, AppChannel user) {
        String name = user.channel().name();
        return client.preparedQuery(FIND).execute(Tuple.of(user.app(), name)).map(rows -> {
            Keys keys = new Keys(NONE, NONE, 0, 0, Optional.empty());
            for (Row row : rows) {
                keys = row.getString("name").equals(name) ? keys.withUser(row) : keys.withEveryone(row);
            }
            return keys;
        });
    }

    private Keys withUser(Row row) {
        OffsetDateTime since = row.getOffsetDateTime("joined");
        return new Keys(
                row.getLong("key"),
                everyone,
                row.getLong("version"),
                everyoneVersion,
                Optional.ofNullable(since).map(OffsetDateTime::toInstant));
    }

    private Keys withEveryone(Row row) {
        return new Keys(user, row.getLong("key"), userVersion, row.getLong("version"), joined);
    }
}
