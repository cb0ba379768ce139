package dev.tidings.notifications.idempotency;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Deletes the keys of more than a day ago, a bounded batch at a time, and finishes erasures. Several instances don't get in each
 * other's way. On the timer's event loop; where the database is away the next tick tries again.
 */
@ApplicationScoped
class OldCalls {

    private static final long EVERY_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int BATCH = 1_000;

    private final CallStore store;
    private final Erasure erasure;
    private final Vertx vertx;
    private final AtomicBoolean forgetting = new AtomicBoolean();
    private final AtomicBoolean erasing = new AtomicBoolean();

    OldCalls(CallStore store, Erasure erasure, Vertx vertx) {
        this.store = store;
        this.erasure = erasure;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(EVERY_MILLIS, tick -> once(forgetting, forget()));
        vertx.setPeriodic(EVERY_MILLIS, tick -> once(erasing, erasure.due()));
    }

    private Uni<Void> forget() {
        return store.forgetOld(BATCH)
                .chain(deleted -> deleted == BATCH ? forget() : Uni.createFrom().voidItem());
    }

    /** One that takes longer than its pause is not begun a second time. */
    private static void once(AtomicBoolean running, Uni<Void> work) {
        if (running.compareAndSet(false, true)) {
            work.onTermination().invoke(() -> running.set(false)).subscribe().with(done -> {}, away -> {});
        }
    }
}
