package dev.tidings.notifications.projection;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies what users said: at most one word of each user at once, with the users' channels locked. The counters move by
 * exactly what changed. What is read is seen as well, and stays so when it is made unread. Stateless.
 */
final class WordRows {

    /**
     * A watermark of own items, at a cost that does not grow with how many are below it: at or above the category's last
     * item nothing is left; at or below the old watermark only those that were made unread again fall; between, what is newer
     * is counted.
     */
    private static final String READ_UP_TO = """
            with word as (select * from unnest($1::bigint[], $2::bigint[], $3::text[]) as w(channel, up_to, category)),
            fallen as (
              update item i set read = null from word w
              where i.channel = w.channel and i.read = false and i.place <= w.up_to
                and (w.category = '' or i.category = w.category)
              returning i.channel, i.category, i.archived)
            update counter c
            set unread = case
                  when w.up_to >= c.last_place then 0
                  when w.up_to <= c.read_up_to then c.unread - (
                    select count(*) from fallen f where f.channel = c.channel and f.category = c.category and not f.archived)
                  else (
                    select count(*) from item i where i.channel = c.channel and i.category = c.category
                      and not i.archived and i.read is not true and i.place > w.up_to) end,
                read_up_to = greatest(c.read_up_to, w.up_to)
            from word w where c.channel = w.channel and (w.category = '' or c.category = w.category)
            """;

    /** Likewise; nothing is ever made unseen again. */
    private static final String SEEN_UP_TO = """
            with word as (select * from unnest($1::bigint[], $2::bigint[], $3::text[]) as w(channel, up_to, category))
            update counter c
            set unseen = case
                  when w.up_to >= c.last_place then 0
                  else (
                    select count(*) from item i where i.channel = c.channel and i.category = c.category
                      and not i.archived and i.seen is not true and i.place > w.up_to) end,
                seen_up_to = w.up_to
            from word w
            where c.channel = w.channel and (w.category = '' or c.category = w.category) and w.up_to > c.seen_up_to
            """;

    /** A word that is as far and covers as much takes an earlier one's place. */
    private static final String COVERED = """
            delete from broadcast_word b using unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[])
              as w(channel, up_to, category, op)
            where b.user_key = w.channel and b.op = w.op and b.up_to <= w.up_to and w.category in ('', b.category)
            """;

    /**
     * One that reaches less far than an earlier one says something only where a broadcast was made unread in between. Nobody
     * has a hundred of those with good reason.
     */
    private static final String BROADCASTS_UP_TO = """
            insert into broadcast_word (user_key, op, category, up_to, said_at)
            select w.channel, w.op, w.category, w.up_to, w.said_at
            from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
              as w(channel, up_to, category, op, said_at)
            where not exists (
                select from broadcast_word b where b.user_key = w.channel and b.op = w.op and b.up_to > w.up_to
                  and b.category in ('', w.category))
              or (w.op = 'read' and exists (select from broadcast_mark m where m.user_key = w.channel and m.read = false)
                and (select count(*) from broadcast_word b where b.user_key = w.channel) < 100)
            """;

    /** What is none of the user's own items is a broadcast. */
    private static final String ITEMS = """
            with word as (
              select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[])
                as w(channel, id, op, said_at, said_on)),
            changed as (
              update item i
              set read = case w.op when 'read' then true when 'unread' then false else i.read end,
                  seen = case when w.op in ('read', 'seen') then true else i.seen end,
                  archived = case w.op when 'archived' then true when 'unarchived' then false else i.archived end
              from word w where i.channel = w.channel and i.id = w.id
              returning i.channel, i.category, i.id, i.place, old.read as was_read, new.read as is_read,
                old.seen as was_seen, new.seen as is_seen, old.archived as was_archived, new.archived as is_archived),
            delta as (
              select x.channel, x.category,
                sum((not is_archived and not coalesce(is_read, x.place <= c.read_up_to))::int
                  - (not was_archived and not coalesce(was_read, x.place <= c.read_up_to))::int) as unread,
                sum((not is_archived and not coalesce(is_seen, x.place <= c.seen_up_to))::int
                  - (not was_archived and not coalesce(was_seen, x.place <= c.seen_up_to))::int) as unseen
              from changed x join counter c on c.channel = x.channel and c.category = x.category
              group by x.channel, x.category),
            counted as (
              update counter c set unread = c.unread + d.unread, unseen = c.unseen + d.unseen
              from delta d where c.channel = d.channel and c.category = d.category)
            insert into broadcast_mark as m (user_key, id, read, read_at, seen, archived, said_at)
            select w.channel, w.id, case w.op when 'read' then true when 'unread' then false end,
                case when w.op in ('read', 'unread') then w.said_at else -1 end, w.op in ('read', 'seen'), w.op = 'archived', w.said_on
            from word w
            where not exists (select from changed x where x.channel = w.channel and x.id = w.id)
            on conflict (user_key, id) do update
            set read = coalesce(excluded.read, m.read),
                read_at = case when excluded.read is null then m.read_at else excluded.read_at end,
                seen = m.seen or excluded.seen,
                archived = case (select op from word w where w.channel = m.user_key and w.id = m.id)
                  when 'archived' then true when 'unarchived' then false else m.archived end,
                said_at = excluded.said_at
            """;

    private record UpTo(long channel, long place, Said.UpTo said) {

        /** To be read is to be seen. */
        UpTo asSeen() {
            return new UpTo(channel, place, new Said.UpTo(Op.SEEN, said.own(), said.everyone(), said.category()));
        }
    }

    private record One(Placed word, String id, String op) {}

    private WordRows() {}

    static Uni<Void> apply(SqlConnection connection, List<Placed> words) {
        List<UpTo> reads = new ArrayList<>();
        List<UpTo> seens = new ArrayList<>();
        List<One> ones = new ArrayList<>();
        List<Placed> deletions = new ArrayList<>();
        for (Placed word : words) {
            switch ((Said.Word) word.entry().said()) {
                case Said.UpTo upTo ->
                    (upTo.op() == Op.READ ? reads : seens).add(new UpTo(word.channel(), word.place(), upTo));
                case Said.Of of ->
                    of.ids().forEach(id -> ones.add(new One(word, id, of.op().word())));
                case Said.Deletion() -> deletions.add(word);
            }
        }
        reads.forEach(word -> seens.add(word.asSeen()));
        List<UpTo> everyones = new ArrayList<>(reads);
        everyones.addAll(seens);
        everyones.removeIf(word -> word.said().everyone() == Place.NOWHERE);
        reads.removeIf(word -> word.said().own() == Place.NOWHERE);
        seens.removeIf(word -> word.said().own() == Place.NOWHERE);
        return run(connection, READ_UP_TO, reads, own(reads))
                .chain(done -> run(connection, SEEN_UP_TO, seens, own(seens)))
                .chain(done ->
                        run(connection, COVERED, everyones, everyone(everyones).tuple()))
                .chain(done -> run(
                        connection,
                        BROADCASTS_UP_TO,
                        everyones,
                        everyone(everyones).longs(UpTo::place).tuple()))
                .chain(done -> run(connection, ITEMS, ones, ones(ones)))
                .chain(done -> UserRows.delete(connection, deletions));
    }

    private static Tuple own(List<UpTo> words) {
        return new Columns<>(words)
                .longs(UpTo::channel)
                .longs(word -> word.said().own())
                .texts(word -> word.said().category())
                .tuple();
    }

    private static Columns<UpTo> everyone(List<UpTo> words) {
        return new Columns<>(words)
                .longs(UpTo::channel)
                .longs(word -> word.said().everyone())
                .texts(word -> word.said().category())
                .texts(word -> word.said().op().word());
    }

    private static Tuple ones(List<One> words) {
        return new Columns<>(words)
                .longs(one -> one.word().channel())
                .texts(One::id)
                .texts(One::op)
                .longs(one -> one.word().place())
                .times(one -> one.word().entry().at())
                .tuple();
    }

    private static Uni<Void> run(SqlConnection connection, String sql, List<?> rows, Tuple columns) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(sql).execute(columns).replaceWithVoid();
    }
}
