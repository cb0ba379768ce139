package dev.tidings.notifications.idempotency;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Deletes the keys of more than a day ago, a bounded batch at a time, and finishes erasures. Several instances don't get in each
 * other's way.
 */
@ApplicationScoped
class OldCalls {

    private static final long EVERY_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int BATCH = 1_000;

    private final CallStore store;
    private final Erasure erasure;
    private final Vertx vertx;

    OldCalls(CallStore store, Erasure erasure, Vertx vertx) {
        this.store = store;
        this.erasure = erasure;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(EVERY_MILLIS, tick -> forget());
        vertx.setPeriodic(EVERY_MILLIS, tick -> erasure.due().subscribe().with(done -> {}, away -> {}));
    }

    /** On the timer's event loop. Where the database is away, the next tick tries again. */
    private void forget() {
        store.forgetOld(BATCH)
                .subscribe()
                .with(
                        deleted -> {
                            if (deleted == BATCH) {
                                forget();
                            }
                        },
                        away -> {});
    }
}
