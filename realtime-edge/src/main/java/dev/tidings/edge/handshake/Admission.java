package dev.tidings.edge.handshake;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.edge.config.EdgeConfig;
import dev.tidings.edge.config.Limits;
import dev.tidings.edge.config.LimitsByApp;
import dev.tidings.edge.session.Admitted;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections are here, of all, of each app and of each user. Bounded by the connections there are. Safe for use by
 * any thread.
 */
@Singleton
final class Admission {

    private final int most;
    private final LimitsByApp limits;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> byApp = new ConcurrentHashMap<>();
    private final Map<User, Integer> byUser = new ConcurrentHashMap<>();

    record User(String app, String name) {}

    @Inject
    Admission(EdgeConfig config, LimitsByApp limits) {
        this.most = config.session().connections();
        this.limits = limits;
    }

    /** Cheap, before anything is known of who it is. Throws a {@link Refusal}. */
    void requireRoom() {
        if (all.get() >= most) {
            throw overCapacity("this instance has all the connections it may");
        }
    }

    /** A place for one more. Throws a {@link Refusal} where there is none. */
    Admitted.Place admit(User user) {
        Limits its = limits.of(user.app());
        int now = all.incrementAndGet();
        int ofApp = byApp.merge(user.app(), 1, Integer::sum);
        int ofUser = byUser.merge(user, 1, Integer::sum);
        AtomicBoolean taken = new AtomicBoolean(true);
        Admitted.Place place = () -> {
            if (taken.getAndSet(false)) {
                release(user);
            }
        };
        if (now > most || ofApp > its.connections() || ofUser > its.connectionsPerUser()) {
            place.close();
            throw ofUser > its.connectionsPerUser()
                    ? new Refusal(ProblemCode.TOO_MANY_CONNECTIONS, "this user has as many connections here as it may")
                    : overCapacity("this instance, or its share for the app, has all the connections it may");
        }
        return place;
    }

    private void release(User user) {
        byUser.computeIfPresent(user, Admission::oneLess);
        byApp.computeIfPresent(user.app(), Admission::oneLess);
        all.decrementAndGet();
    }

    private static <T> Integer oneLess(T same, Integer count) {
        return count == 1 ? null : count - 1;
    }

    private static Refusal overCapacity(String detail) {
        return new Refusal(ProblemCode.OVER_CAPACITY, detail);
    }
}
