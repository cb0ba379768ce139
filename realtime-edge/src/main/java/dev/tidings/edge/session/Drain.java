package dev.tidings.edge.session;

import dev.tidings.edge.config.EdgeConfig;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * At the end of the process: says goodbye to every socket. It has to be before the shutdown proper, in which Vert.x closes
 * them all with a code of its own. On the thread that ends the process, which waits here until all are gone.
 */
@Singleton
final class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);
    /** What the last ones may take to answer the goodbye. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Sessions sessions;
    private final Duration window;

    @Inject
    Drain(Sessions sessions, EdgeConfig config) {
        this.sessions = sessions;
        this.window = config.drain().window();
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        long open = sessions.count();
        sessions.drain(window);
        long deadline = System.nanoTime() + window.plus(PATIENCE).toNanos();
        while (sessions.count() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        LOG.infof("Said goodbye to %d sockets, %d left", open, sessions.count());
    }
}
