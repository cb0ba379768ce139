package dev.tidings.notifications.upkeep;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * What has to be done by the clock: items expire, badges that are owed are sent, what users who were deleted left behind goes,
 * and old weeks are dropped. Every instance does
 * it, and none gets in another's way. On the timer's event loop; where the database is away the next tick tries again.
 */
@ApplicationScoped
class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final long EXPIRE_MILLIS = Duration.ofSeconds(2).toMillis();
    private static final long DELETE_MILLIS = Duration.ofSeconds(2).toMillis();
    private static final long RETAIN_MILLIS = Duration.ofMinutes(10).toMillis();

    private final Expiry expiry;
    private final OwedBadges badges;
    private final LeftBehind leftBehind;
    private final Retention retention;
    private final Vertx vertx;
    private final AtomicBoolean expiring = new AtomicBoolean();
    private final AtomicBoolean deleting = new AtomicBoolean();
    private final AtomicBoolean retaining = new AtomicBoolean();

    Upkeep(Expiry expiry, OwedBadges badges, LeftBehind leftBehind, Retention retention, Vertx vertx) {
        this.expiry = expiry;
        this.badges = badges;
        this.leftBehind = leftBehind;
        this.retention = retention;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(EXPIRE_MILLIS, tick -> once(expiring, expiry.expire().chain(badges::send)));
        vertx.setPeriodic(DELETE_MILLIS, tick -> once(deleting, leftBehind.delete()));
        vertx.setPeriodic(RETAIN_MILLIS, tick -> once(retaining, retention.retain()));
    }

    /** One that takes longer than its pause is not begun a second time. */
    private static void once(AtomicBoolean running, Uni<Void> work) {
        if (running.compareAndSet(false, true)) {
            work.onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("Upkeep is tried again at the next tick: %s", failure));
        }
    }
}
