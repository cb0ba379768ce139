package dev.tidings.notifications.consistency;

import dev.tidings.notifications.fixture.Sql;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A user's items counted one by one from the rows, with none of the service's functions and without its counts. */
final class Recount {

    private static final String ITEMS = """
            with me as (select key, app from feed_channel where app = ? and name = 'user:' || ?),
            own as (
              select i.category, i.archived, coalesce(i.read, i.place <= c.read_up_to) as read,
                     coalesce(i.seen, i.place <= c.seen_up_to) as seen
              from item i join me on me.key = i.channel
              left join counter c on c.channel = i.channel and c.category = i.category),
            broadcast as (
              select i.*, me.key as of_user from me join feed_channel e on e.app = me.app and e.name = 'everyone'
              join item i on i.channel = e.key
              where i.created_at >= ? and (i.critical or not exists (
                select from mute u where u.app = me.app and u.user_id = ? and u.category = i.category
                  and i.place % (1::bigint << 40) > u.after_offset
                  and i.place % (1::bigint << 40) <= coalesce(u.until_offset, i.place)))),
            of_everyone as (
              select b.category, coalesce(m.archived, false) as archived,
                coalesce((select said.read from (
                    select m.read, m.read_at as at where m.read is not null
                    union all
                    select true, w.said_at from broadcast_word w
                    where w.user_key = b.of_user and w.op = 'read' and w.up_to >= b.place
                      and (w.category = '' or w.category = b.category)) said
                  order by said.at desc limit 1), false) as read,
                coalesce(m.seen, false) or exists (
                    select from broadcast_word w where w.user_key = b.of_user and w.op = 'seen' and w.up_to >= b.place
                      and (w.category = '' or w.category = b.category)) as seen
              from broadcast b left join broadcast_mark m on m.user_key = b.of_user and m.id = b.id)
            select category, archived or read, archived or seen from own
            union all
            select category, archived or read, archived or seen from of_everyone
            """;

    private Recount() {}

    /** As {@code QuickClient.counts}. */
    static String of(String app, String user, Instant joined) throws SQLException {
        int unread = 0;
        int unseen = 0;
        Map<String, Integer> byCategory = new TreeMap<>();
        for (String row : Sql.rows(ITEMS, app, user, Timestamp.from(joined), user)) {
            List<String> values = List.of(row.split(" ", -1));
            if (values.get(1).equals("f")) {
                unread++;
                if (!values.getFirst().isEmpty()) {
                    byCategory.merge(values.getFirst(), 1, Integer::sum);
                }
            }
            if (values.get(2).equals("f")) {
                unseen++;
            }
        }
        return unread + "/" + unseen + " " + byCategory;
    }

    static List<FeedModel.Muted> muted(String app, String user) throws SQLException {
        return Sql.rows(
                        "select category, after_offset, coalesce(until_offset, 1::bigint << 60) from mute where app = ? and user_id = ?",
                        app,
                        user)
                .stream()
                .map(row -> row.split(" ", -1))
                .map(row -> new FeedModel.Muted(row[0], Long.parseLong(row[1]), Long.parseLong(row[2])))
                .toList();
    }
}
