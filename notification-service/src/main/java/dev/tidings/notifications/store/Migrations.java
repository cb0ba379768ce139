package dev.tidings.notifications.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date in the background, trying until it works: the service starts and publishes without a
 * database. A thread of its own, because Flyway blocks.
 */
@ApplicationScoped
class Migrations {

    private static final Logger LOG = Logger.getLogger(Migrations.class);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private final Flyway flyway;
    private final boolean enabled;
    private final Thread thread;

    Migrations(Flyway flyway, StoreConfig config) {
        this.flyway = flyway;
        this.enabled = config.migrate();
        this.thread = Thread.ofPlatform().name("migrations").daemon().unstarted(this::migrate);
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void migrate() {
        Duration pause = Duration.ofMillis(500);
        while (true) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayException e) {
                LOG.warnf("The schema is not up to date yet, trying again in %d ms: %s", pause.toMillis(), cause(e));
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
        }
    }

    /** Flyway's own message is a page long. */
    private static String cause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
