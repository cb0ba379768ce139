package dev.tidings.notifications.idempotency;

import dev.tidings.notifications.EventLoop;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Stands between us and a database that is slow or away: a question has its time, only so many are asked at once, and the
 * log has one line when it goes and one when it is back. Event loop.
 */
@ApplicationScoped
class StoreGuard {

    private static final Logger LOG = Logger.getLogger(StoreGuard.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** The pool's own queue of waiting questions has no bound. */
    private static final int MAX_WAITING = 1_000;

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean there = new AtomicBoolean(true);

    <T> Uni<T> guarded(Uni<T> question) {
        return Uni.createFrom().deferred(() -> {
            if (waiting.get() >= MAX_WAITING) {
                return Uni.createFrom().failure(new StoreFailure(new IllegalStateException("too many wait for it")));
            }
            waiting.incrementAndGet();
            return question.onTermination()
                    .invoke(waiting::decrementAndGet)
                    .ifNoItem()
                    .after(PATIENCE)
                    .fail()
                    .emitOn(EventLoop.current())
                    .invoke(answer -> back())
                    .onFailure()
                    .transform(this::gone);
        });
    }

    private void back() {
        if (!there.get() && there.compareAndSet(false, true)) {
            LOG.info("The database answers again");
        }
    }

    private StoreFailure gone(Throwable why) {
        if (there.compareAndSet(true, false)) {
            LOG.warnf("The database can't be used; publishing without a key goes on: %s", why);
        }
        return new StoreFailure(why);
    }
}
