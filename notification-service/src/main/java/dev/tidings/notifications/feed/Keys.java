package dev.tidings.notifications.feed;

import dev.tidings.contract.channel.AppChannel;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The rows that a user's feed hangs on. A user or an app of which nothing is known has -1 for a key, which no row has. */
record Keys(long user, long everyone, long userVersion, long everyoneVersion, Optional<Instant> joined) {

    private static final String FIND = """
            select coalesce(k.key, -1) as user_key, coalesce(k.version, 0) as user_version,
                   coalesce(e.key, -1) as everyone_key, coalesce(e.version, 0) as everyone_version, j.joined
            from (select $1::text as app, $2::text as name) n
            left join feed_channel k on k.app = n.app and k.name = n.name
            left join feed_channel e on e.app = n.app and e.name = 'everyone'
            left join feed_joined j on j.app = n.app and j.name = n.name
            """;

    static Uni<Keys> of(SqlClient client, AppChannel user) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(user.app(), user.channel().name()))
                .map(rows -> of(rows.iterator().next()));
    }

    private static Keys of(Row row) {
        return new Keys(
                row.getLong("user_key"),
                row.getLong("everyone_key"),
                row.getLong("user_version"),
                row.getLong("everyone_version"),
                Optional.ofNullable(row.getOffsetDateTime("joined")).map(OffsetDateTime::toInstant));
    }
}
