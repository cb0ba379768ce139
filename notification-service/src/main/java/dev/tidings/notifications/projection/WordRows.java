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
     * A watermark of own items, at a cost that does not grow with how many are below or above it: at or above the category's
     * last item nothing is left; at or below the old watermark only those that were made unread again fall; between, what is
     * newer is counted.
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
                  else %s end,
                read_up_to = greatest(c.read_up_to, w.up_to)
            from word w where c.channel = w.channel and (w.category = '' or c.category = w.category)
            """.formatted(newer("read"));

    /** Likewise; nothing is ever made unseen again. */
    private static final String SEEN_UP_TO = """
            with word as (select * from unnest($1::bigint[], $2::bigint[], $3::text[]) as w(channel, up_to, category))
            update counter c
            set unseen = case when w.up_to >= c.last_place then 0 else %s end,
                seen_up_to = w.up_to
            from word w
            where c.channel = w.channel and (w.category = '' or c.category = w.category) and w.up_to > c.seen_up_to
            """.formatted(newer("seen"));

    /** A word that is as far and covers as much takes an earlier one's place. */
    private static final String COVERED = """
            delete from broadcast_word b using unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[])
              as w(channel, up_to, category, op)
            where b.user_key = w.channel and b.op = w.op and b.up_to <= w.up_to and w.category in ('', b.category)
            """;

    /**
     * One that reaches less far than an earlier one says something only where a broadcast was made unread in between. Nobody
     * has a hundred of those in a category with good reason.
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
                and (select count(*) from broadcast_word b
                  where b.user_key = w.channel and b.op = 'read' and b.category = w.category) < 100)
            """;

    /**
     * What is none of the user's own items is a broadcast. What is about to be dropped as too old can't begin to count again:
     * whoever drops it has taken out what counts.
     */
    private static final String ITEMS = """
            with word as (
              select *, case op when 'read' then true when 'unread' then false end as read
              from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[])
                as w(channel, id, op, place, at)),
            changed as (
              update item i
              set read = coalesce(w.read, i.read),
                seen = case when w.op in ('read', 'seen') then true else i.seen end,
                archived = case w.op when 'archived' then true when 'unarchived' then false else i.archived end
              from word w join feed_channel k on k.key = w.channel
              where i.channel = w.channel and i.id = w.id and (i.place > k.forgotten_up_to or w.op !~ '^un')
              returning i.channel, i.category, i.id, i.place, old.read, new.read as is_read, old.seen, new.seen as is_seen,
                old.archived, new.archived as is_archived),
            delta as (
              select channel, category,
                sum((archived or coalesce(read, place <= read_up_to))::int
                  - (is_archived or coalesce(is_read, place <= read_up_to))::int) as unread,
                sum((archived or coalesce(seen, place <= seen_up_to))::int
                  - (is_archived or coalesce(is_seen, place <= seen_up_to))::int) as unseen
              from changed join counter using (channel, category) group by channel, category),
            counted as (
              update counter c set unread = c.unread + d.unread, unseen = c.unseen + d.unseen
              from delta d where c.channel = d.channel and c.category = d.category)
            insert into broadcast_mark as m (user_key, id, read, read_at, seen, archived, said_at)
            select channel, id, read, case when read is null then -1 else place end, op in ('read', 'seen'), op = 'archived', at
            from word w where not exists (select from changed x where x.channel = w.channel and x.id = w.id)
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

    /**
     * How many of a category are after the word's watermark and not said to be so one by one. By their numbers, from the first
     * that is there to the newest, less those of which something was said; only what has no numbers is counted one by one.
     */
    private static String newer(String said) {
        return """
            (select
              (select count(*) from item i where i.channel = c.channel and i.category = c.category and not i.archived
                 and i.%1$s is not true and i.place > w.up_to and i.place <= u.last_place)
              + coalesce((
                select c.items - i.number + 1 - (
                  select count(*) from item s where s.channel = c.channel and s.category = c.category
                    and (s.archived or s.read or s.seen) and (s.archived or s.%1$s) and s.place >= i.place)
                from item i where i.channel = c.channel and i.category = c.category and not i.archived
                  and i.place > greatest(w.up_to, u.last_place)
                order by i.place limit 1), 0)
              from (select case when c.numbered_to = c.last_place then c.numbered_from else c.last_place end as last_place) u)\
            """.formatted(said);
    }

    /** The statements, to be run in their order. */
    static List<Uni<Void>> apply(SqlConnection connection, List<Placed> words) {
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
        List<Uni<Void>> statements = new ArrayList<>();
        if (!reads.isEmpty()) {
            statements.add(run(connection, READ_UP_TO, own(reads)));
        }
        if (!seens.isEmpty()) {
            statements.add(run(connection, SEEN_UP_TO, own(seens)));
        }
        if (!everyones.isEmpty()) {
            statements.add(run(connection, COVERED, everyone(everyones).tuple()));
            statements.add(run(
                    connection,
                    BROADCASTS_UP_TO,
                    everyone(everyones).longs(UpTo::place).tuple()));
        }
        if (!ones.isEmpty()) {
            statements.add(run(connection, ITEMS, ones(ones)));
        }
        if (!deletions.isEmpty()) {
            statements.add(UserRows.delete(connection, deletions));
        }
        return statements;
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

    private static Uni<Void> run(SqlConnection connection, String sql, Tuple columns) {
        return connection.preparedQuery(sql).execute(columns).replaceWithVoid();
    }
}
