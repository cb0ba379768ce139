package dev.tidings.edge.session;

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
 * them all with a code of its own.
 */
@Singleton
final class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Sessions sessions;

    @Inject
    Drain(Sessions sessions) {
        this.sessions = sessions;
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        long open = sessions.count();
        sessions.drain();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (sessions.count() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        LOG.infof("Said goodbye to %d sockets, %d left", open, sessions.count());
    }
}
