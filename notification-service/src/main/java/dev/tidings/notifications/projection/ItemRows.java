package dev.tidings.notifications.projection;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes events and items, and counts what was really inserted. Stateless. */
final class ItemRows {

    private static final String EVENTS = """
            insert into event (channel, place, created_at, record)
            select * from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bytea[])
            on conflict do nothing
            """;

    /** One that the channel has, or has twice in this batch, is the same item. */
    private static final String NEW = """
            (select distinct on (channel, id) * from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[],
               $5::text[], $6::timestamptz[], $7::boolean[])
               as u(channel, place, created_at, id, category, expires_at, critical)
             where not exists (select from item i where i.channel = u.channel and i.id = u.id)
             order by channel, id, place) n\
            """;

    private static final String INSERT = """
            insert into item (channel, place, created_at, id, category, expires_at, critical) select n.* from %s
            """.formatted(NEW);

    /**
     * A user's own items are numbered in each category. Where one is not after all that are there, or the last ones were
     * written without numbers, all of now are those that are counted one by one.
     */
    private static final String INSERT_AND_COUNT = """
            with fresh as (
              insert into item (channel, place, created_at, id, category, expires_at, critical, number)
              select n.*, coalesce(items, 0) + row_number() over (partition by channel, category order by place)
              from %s left join counter using (channel, category)
              returning channel, category, place),
            sums as (
              select channel, category, count(*) as items, min(place) as first_place, max(place) as last_place
              from fresh group by channel, category)
            insert into counter as c
              (channel, category, unread, unseen, last_place, items, numbered_from, numbered_to)
            select channel, category,
              %s,
              %s,
              s.last_place, s.items, first_place - 1, s.last_place
            from sums s left join counter was using (channel, category)
            on conflict (channel, category) do update
            set unread = c.unread + excluded.unread, unseen = c.unseen + excluded.unseen, items = c.items + excluded.items,
                last_place = greatest(c.last_place, excluded.last_place),
                numbered_to = greatest(c.last_place, excluded.last_place),
                numbered_from = case when excluded.numbered_from >= c.last_place and c.numbered_to = c.last_place
                  then c.numbered_from else greatest(c.last_place, excluded.last_place) end
            """.formatted(NEW, above("read_up_to"), above("seen_up_to"));

    private ItemRows() {}

    /** Of a group of new items those above the watermark: all of them, but where the log is read again. */
    private static String above(String watermark) {
        return """
              case when first_place > coalesce(was.%1$s, -1) then s.items else (
                select count(*) from fresh f
                where f.channel = s.channel and f.category = s.category and place > was.%1$s) end\
            """.formatted(watermark);
    }

    static Uni<Void> events(SqlConnection connection, List<Placed> events) {
        return connection
                .preparedQuery(EVENTS)
                .execute(new Columns<>(events)
                        .longs(Placed::channel)
                        .longs(Placed::place)
                        .times(placed -> placed.entry().at())
                        .bytes(placed -> placed.entry().record())
                        .tuple())
                .replaceWithVoid();
    }

    /** The statements, to be run in their order. */
    static List<Uni<Void>> items(SqlConnection connection, List<Placed> items) {
        Map<Boolean, List<Placed>> byOwn = items.stream()
                .collect(Collectors.partitioningBy(item -> item.entry().isOwn()));
        List<Uni<Void>> statements = new ArrayList<>();
        byOwn.forEach((own, some) -> {
            if (!some.isEmpty()) {
                statements.add(insert(connection, own ? INSERT_AND_COUNT : INSERT, some));
            }
        });
        return statements;
    }

    private static Uni<Void> insert(SqlConnection connection, String sql, List<Placed> items) {
        return connection
                .preparedQuery(sql)
                .execute(new Columns<>(items)
                        .longs(Placed::channel)
                        .longs(Placed::place)
                        .times(placed -> placed.entry().at())
                        .texts(placed -> placed.item().id())
                        .texts(placed -> placed.item().category())
                        .times(placed -> placed.item().expiresAt().orElse(null))
                        .flags(placed -> placed.item().critical())
                        .tuple())
                .replaceWithVoid();
    }
}
