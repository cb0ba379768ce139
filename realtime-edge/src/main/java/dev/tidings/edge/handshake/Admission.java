package dev.tidings.edge.handshake;

import dev.tidings.edge.config.EdgeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each user has here. Bounded by the connections there are. Safe for use by any thread. */
@Singleton
final class Admission {

    private final int most;
    private final Map<User, Integer> connections = new ConcurrentHashMap<>();

    record User(String app, String name) {}

    @Inject
    Admission(EdgeConfig config) {
        this.most = config.session().connectionsPerUser();
    }

    /** Whether one more may come; then it counts, until it is released. */
    boolean admit(User user) {
        int now = connections.merge(user, 1, Integer::sum);
        if (now > most) {
            release(user);
            return false;
        }
        return true;
    }

    void release(User user) {
        connections.computeIfPresent(user, (same, count) -> count == 1 ? null : count - 1);
    }
}
