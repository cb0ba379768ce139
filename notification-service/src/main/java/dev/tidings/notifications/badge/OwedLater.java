package dev.tidings.notifications.badge;

import dev.tidings.contract.channel.AppChannel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Notes whose badge could not be sent, as is noted of those whose items expired: so it is sent some seconds later, as part of
 * another batch, and the batch that it was of need not be read again. Safe for use by any thread.
 */
@ApplicationScoped
class OwedLater {

    /** In the order of keys, as all who write there do. */
    private static final String NOTE = """
            insert into badge_owed as o (channel)
            select k.key from unnest($1::text[], $2::text[]) as n(app, name)
            join feed_channel k on k.app = n.app and k.name = n.name
            order by k.key
            on conflict (channel) do update set times = o.times + 1
            """;

    private final Pool pool;
    private final Counter later;

    OwedLater(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        this.later = metrics.counter("tidings.badges.later");
    }

    Uni<Void> note(List<AppChannel> users) {
        if (users.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String[] apps = users.stream().map(AppChannel::app).toArray(String[]::new);
        String[] names = users.stream().map(user -> user.channel().name()).toArray(String[]::new);
        return pool.preparedQuery(NOTE)
                .execute(Tuple.of(apps, names))
                .invoke(noted -> later.increment(users.size()))
                .replaceWithVoid();
    }
}
