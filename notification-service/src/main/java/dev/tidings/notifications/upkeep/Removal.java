package dev.tidings.notifications.upkeep;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Takes items out of the feed: the rows, what they counted for, and a note that their users are owed a badge, in one
 * transaction. Users are locked as the projection locks them, in the order of their keys. Stateless.
 */
final class Removal {

    private static final String LOCK =
            "select key from feed_channel where key = any($1) order by key for no key update";

    /** What an item counted for is asked with the lock held: a watermark may have moved since it was found due. */
    private static final String REMOVE = """
            with gone as (
              delete from item i using unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as g(channel, place, created_at)
              where i.channel = g.channel and i.place = g.place and i.created_at = g.created_at
              returning i.channel, i.category, i.place, i.read, i.seen, i.archived),
            sums as (
              select g.channel, g.category,
                     count(*) filter (where not g.archived and not coalesce(g.read, g.place <= c.read_up_to)) as unread,
                     count(*) filter (where not g.archived and not coalesce(g.seen, g.place <= c.seen_up_to)) as unseen
              from gone g join counter c on c.channel = g.channel and c.category = g.category
              group by g.channel, g.category),
            counted as (
              update counter c set unread = c.unread - s.unread, unseen = c.unseen - s.unseen
              from sums s where c.channel = s.channel and c.category = s.category and (s.unread > 0 or s.unseen > 0)),
            owed as (
              insert into badge_owed as o (channel)
              select distinct s.channel from sums s where s.unread > 0 or s.unseen > 0 order by s.channel
              on conflict (channel) do update set times = o.times + 1)
            update feed_channel k set version = k.version + 1 where k.key in (select channel from gone)
            """;

    private Removal() {}

    static Uni<Void> of(SqlConnection connection, Long[] channels, Tuple items) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.tuple().addArrayOfLong(channels))
                .chain(locked -> connection.preparedQuery(REMOVE).execute(items))
                .replaceWithVoid();
    }
}
