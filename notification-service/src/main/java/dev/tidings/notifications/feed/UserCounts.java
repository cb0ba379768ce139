package dev.tidings.notifications.feed;

import dev.tidings.contract.channel.AppChannel;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counters of many users at one moment, each by the {@code joined} that their feed was last asked with. Any thread. */
@ApplicationScoped
public class UserCounts {

    /** A user and the counters; {@code asOf} is the position that they are exact at. */
    public record Counted(AppChannel user, Counters counters, String asOf) {}

    private static final String COUNTS = """
            select n.app, n.name, c.category, c.unread, c.unseen
            from unnest($1::text[], $2::text[]) as n(app, name)
            left join feed_channel k on k.app = n.app and k.name = n.name
            left join feed_channel e on e.app = n.app and e.name = 'everyone'
            left join feed_joined j on j.app = n.app and j.name = n.name
            left join lateral counts_of(coalesce(k.key, -1), coalesce(e.key, -1), j.joined) c on true
            """;

    private final Snapshots snapshots;

    UserCounts(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    public Uni<List<Counted>> of(Collection<AppChannel> users) {
        String[] apps = users.stream().map(AppChannel::app).toArray(String[]::new);
        String[] names = users.stream().map(user -> user.channel().name()).toArray(String[]::new);
        return snapshots.read((connection, positions) -> connection
                .preparedQuery(COUNTS)
                .execute(Tuple.of(apps, names))
                .map(rows -> {
                    Map<String, List<Row>> byUser = new HashMap<>();
                    for (Row row : rows) {
                        byUser.computeIfAbsent(
                                        row.getString("app") + "/" + row.getString("name"), k -> new ArrayList<>())
                                .add(row);
                    }
                    return users.stream()
                            .map(user -> new Counted(
                                    user,
                                    Counters.of(byUser.get(user.key())),
                                    positions.resume(user).toString()))
                            .toList();
                }));
    }
}
