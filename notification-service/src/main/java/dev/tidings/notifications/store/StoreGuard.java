package dev.tidings.notifications.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Stands between us and a database that is slow or away: a question has its time, only so many are asked at once, and the
 * log has one line when it goes and one when it is back. Event loop.
 */
@ApplicationScoped
public class StoreGuard {

    private static final Logger LOG = Logger.getLogger(StoreGuard.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** The pool's own queue of waiting questions has no bound. */
    private static final int MAX_WAITING = 1_000;

    private final Vertx vertx;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean busyLogged = new AtomicBoolean();
    private final AtomicBoolean there = new AtomicBoolean(true);

    StoreGuard(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Fails with {@link StoreFailure} only: with {@link StoreBusy} where it was not asked at all, else whether what was asked for is still done is not known then. */
    public <T> Uni<T> guarded(Uni<T> question) {
        return guarded(question, late -> {});
    }

    /** As {@link #guarded(Uni)}; an answer that comes after the failure is given to {@code late}. */
    public <T> Uni<T> guarded(Uni<T> question, Consumer<T> late) {
        return Uni.createFrom()
                .<T>emitter(out -> {
                    if (waiting.incrementAndGet() > MAX_WAITING) {
                        waiting.decrementAndGet();
                        out.fail(new StoreBusy());
                        return;
                    }
                    AtomicBoolean over = new AtomicBoolean();
                    long timer = vertx.setTimer(PATIENCE.toMillis(), fired -> {
                        over.set(true);
                        out.fail(new TimeoutException("no answer within " + PATIENCE));
                    });
                    question.onTermination()
                            .invoke(() -> {
                                waiting.decrementAndGet();
                                vertx.cancelTimer(timer);
                            })
                            .subscribe()
                            .with(
                                    answer -> {
                                        if (over.get()) {
                                            late.accept(answer);
                                        } else {
                                            out.complete(answer);
                                        }
                                    },
                                    out::fail);
                })
                .invoke(answer -> back())
                .onFailure()
                .transform(this::gone);
    }

    private void back() {
        if (busyLogged.get() && waiting.get() < MAX_WAITING / 2) {
            busyLogged.set(false);
        }
        if (!there.get() && there.compareAndSet(false, true)) {
            LOG.info("The database answers again");
        }
    }

    private StoreFailure gone(Throwable why) {
        if (why instanceof StoreBusy busy) {
            if (busyLogged.compareAndSet(false, true)) {
                LOG.warnf("More than %d wait for the database: some are refused", MAX_WAITING);
            }
            return busy;
        }
        if (there.compareAndSet(true, false)) {
            LOG.warnf("The database can't be used; publishing without a key goes on: %s", why);
        }
        return new StoreFailure(why);
    }
}
