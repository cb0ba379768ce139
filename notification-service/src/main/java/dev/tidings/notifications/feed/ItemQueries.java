package dev.tidings.notifications.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Pages of items, newest first, of the user's own and of the broadcasts. Each begins in an index where the page begins, and
 * reads no item that is not in it.
 */
final class ItemQueries {

    private static final String OWN = """
            select i.place, i.created_at, i.id, i.category, i.expires_at, i.archived, e.record,
                   i.archived or coalesce(i.read, i.place <= c.read_up_to) as read,
                   i.archived or coalesce(i.seen, i.place <= c.seen_up_to) as seen
            from (<page>) i
            join counter c on c.channel = i.channel and c.category = i.category
            join event e on e.channel = i.channel and e.place = i.place and e.created_at = i.created_at
            order by i.place desc
            """;

    private static final String PAGE = """
            select * from item where channel = $1 and place < $2 and %s order by place desc limit $3
            """;

    private static final String IN_CATEGORY = " and category = $4";

    /** Above each category's watermark, and the few that were made unread below it. */
    private static final String UNREAD_PAGE = """
            (select i.* from counter c cross join lateral (
                select * from item i where i.channel = c.channel and i.category = c.category and not i.archived
                  and i.read is not true and i.place > c.read_up_to and i.place < $2
                order by i.place desc limit $3) i
              where c.channel = $1 and c.unread > 0 <in category>)
            union all
            (select i.* from counter c cross join lateral (
                select * from item i where i.channel = c.channel and i.category = c.category and not i.archived
                  and i.read = false and i.place <= c.read_up_to and i.place < $2
                order by i.place desc limit $3) i
              where c.channel = $1 and c.unread > 0 <in category>)
            order by place desc limit $3
            """;

    private static final String BROADCASTS = """
            select b.*, e.record from (
              select * from %s($1, $4, $5) b where b.place < $2 and %s order by b.place desc limit $3) b
            join event e on e.channel = $4 and e.place = b.place and e.created_at = b.created_at
            order by b.place desc
            """;

    private static final String BROADCASTS_IN_CATEGORY = " and b.category = $6";

    private ItemQueries() {}

    static Uni<List<FeedItem>> own(
            SqlConnection connection, Keys keys, long below, int limit, Status status, Optional<String> category) {
        String inCategory = category.isPresent() ? IN_CATEGORY : "";
        String page = switch (status) {
            case ALL -> PAGE.formatted("not archived" + inCategory);
            case ARCHIVED -> PAGE.formatted("archived" + inCategory);
            case UNREAD -> UNREAD_PAGE.replace("<in category>", category.isPresent() ? "and c.category = $4" : "");
        };
        Tuple parameters = Tuple.of(keys.user(), below, limit);
        category.ifPresent(parameters::addString);
        return run(connection, OWN.replace("<page>", page), parameters, true);
    }

    static Uni<List<FeedItem>> broadcasts(
            SqlConnection connection,
            Keys keys,
            Optional<Instant> joined,
            long below,
            int limit,
            Status status,
            Optional<String> category) {
        String inCategory = category.isPresent() ? BROADCASTS_IN_CATEGORY : "";
        String sql = switch (status) {
            case ALL -> BROADCASTS.formatted("broadcasts_of", "not b.archived" + inCategory);
            case ARCHIVED -> BROADCASTS.formatted("broadcasts_of", "b.archived" + inCategory);
            case UNREAD -> BROADCASTS.formatted("unread_broadcasts_of", "true" + inCategory);
        };
        Tuple parameters = Tuple.of(keys.user(), below, limit, keys.everyone());
        parameters.addOffsetDateTime(
                joined.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null));
        category.ifPresent(parameters::addString);
        return run(connection, sql, parameters, false);
    }

    private static Uni<List<FeedItem>> run(SqlConnection connection, String sql, Tuple parameters, boolean own) {
        return connection
                .preparedQuery(sql)
                .execute(parameters)
                .map(rows -> rows.stream().map(row -> item(row, own)).toList());
    }

    private static FeedItem item(Row row, boolean own) {
        return new FeedItem(
                own,
                row.getLong("place"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("id"),
                row.getString("category"),
                Optional.ofNullable(row.getOffsetDateTime("expires_at")).map(at -> at.toInstant()),
                row.getBoolean("read"),
                row.getBoolean("seen"),
                row.getBoolean("archived"),
                row.getBuffer("record").getBytes());
    }
}
