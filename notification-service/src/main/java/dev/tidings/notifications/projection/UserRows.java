package dev.tidings.notifications.projection;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the view keeps of a whole user. Stateless. */
final class UserRows {

    private static final String CHANGED = """
            update feed_channel k set version = k.version + 1, changed_at = greatest(k.changed_at, n.changed_at)
            from unnest($1::bigint[], $2::bigint[]) as n(channel, changed_at) where k.key = n.channel
            """;

    /**
     * The channel's row stays, to know what was deleted: reading the log again brings nothing back. But with another key: what
     * hangs on the one that it had is nobody's from here on, and is deleted later, however much it is.
     */
    private static final String DELETE = """
            with gone as (select * from unnest($1::bigint[], $2::bigint[]) as g(channel, place)),
            left_behind as (insert into channel_deleted (key) select channel from gone),
            joined as (
              delete from feed_joined j using gone g join feed_channel k on k.key = g.channel
              where j.app = k.app and j.name = k.name),
            answers as (
              insert into call_erasure (app, user_id, deleted_at)
              select k.app, substr(k.name, length('user:') + 1), now() from gone g join feed_channel k on k.key = g.channel
              on conflict (app, user_id) do update set deleted_at = excluded.deleted_at),
            mutes as (
              delete from mute m using gone g join feed_channel k on k.key = g.channel
              where m.app = k.app and m.user_id = substr(k.name, length('user:') + 1))
            update feed_channel k
            set key = default, version = k.version + 1, changed_at = greatest(k.changed_at, g.place),
                deleted_up_to = greatest(k.deleted_up_to, g.place),
                forgotten_up_to = greatest(k.forgotten_up_to, g.place)
            from gone g where k.key = g.channel
            """;

    private UserRows() {}

    /** Notes of each channel that it has news, and its newest word. The statements, if any. */
    static List<Uni<Void>> changed(SqlConnection connection, List<Placed> news) {
        Map<Long, Long> newest = new HashMap<>();
        for (Placed entry : news) {
            long word = entry.entry().said() instanceof Said.Word ? entry.place() : Place.NOWHERE;
            newest.merge(entry.channel(), word, Math::max);
        }
        if (newest.isEmpty()) {
            return List.of();
        }
        List<Map.Entry<Long, Long>> rows = List.copyOf(newest.entrySet());
        return List.of(connection
                .preparedQuery(CHANGED)
                .execute(new Columns<>(rows)
                        .longs(Map.Entry::getKey)
                        .longs(Map.Entry::getValue)
                        .tuple())
                .replaceWithVoid());
    }

    static Uni<Void> delete(SqlConnection connection, List<Placed> deletions) {
        return connection
                .preparedQuery(DELETE)
                .execute(new Columns<>(deletions)
                        .longs(Placed::channel)
                        .longs(Placed::place)
                        .tuple())
                .replaceWithVoid();
    }
}
