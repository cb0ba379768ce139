package dev.tidings.edge.handshake;

import dev.tidings.edge.config.EdgeConfig;
import dev.tidings.edge.session.Admitted;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

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

    /** A place for one more, or empty where the user has all it may. */
    Optional<Admitted.Place> admit(User user) {
        int now = connections.merge(user, 1, Integer::sum);
        if (now > most) {
            release(user);
            return Optional.empty();
        }
        AtomicBoolean taken = new AtomicBoolean(true);
        return Optional.of(() -> {
            if (taken.getAndSet(false)) {
                release(user);
            }
        });
    }

    private void release(User user) {
        connections.computeIfPresent(user, (same, count) -> count == 1 ? null : count - 1);
    }
}
