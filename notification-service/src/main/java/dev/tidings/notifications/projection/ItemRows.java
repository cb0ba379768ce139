package dev.tidings.notifications.projection;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** Writes events and items, and counts what was really inserted. Stateless. */
final class ItemRows {

    private static final String EVENTS = """
            insert into event (channel, place, created_at, record)
            select * from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bytea[])
            on conflict do nothing
            """;

    /** One that the channel has, or has twice in this batch, is the same item. */
    private static final String INSERT = """
            insert into item (channel, place, created_at, id, category, expires_at, critical)
            select n.* from (
              select distinct on (channel, id) * from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[],
                $5::text[], $6::timestamptz[], $7::boolean[])
                as u(channel, place, created_at, id, category, expires_at, critical)
              order by channel, id, place) n
            where not exists (select from item i where i.channel = n.channel and i.id = n.id)
            """;

    private static final String INSERT_AND_COUNT = """
            with fresh as (%s returning channel, category, place)
            insert into counter as c (channel, category, unread, unseen, last_place)
            select f.channel, f.category, count(*) filter (where f.place > coalesce(was.read_up_to, -1)),
                   count(*) filter (where f.place > coalesce(was.seen_up_to, -1)), max(f.place)
            from fresh f left join counter was on was.channel = f.channel and was.category = f.category
            group by f.channel, f.category
            on conflict (channel, category) do update
            set unread = c.unread + excluded.unread, unseen = c.unseen + excluded.unseen,
                last_place = greatest(c.last_place, excluded.last_place)
            """.formatted(INSERT);

    private ItemRows() {}

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

    static Uni<Void> items(SqlConnection connection, List<Placed> items) {
        return insert(
                        connection,
                        INSERT_AND_COUNT,
                        items.stream().filter(p -> p.entry().isOwn()).toList())
                .chain(counted -> insert(
                        connection,
                        INSERT,
                        items.stream().filter(p -> !p.entry().isOwn()).toList()));
    }

    private static Uni<Void> insert(SqlConnection connection, String sql, List<Placed> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
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
