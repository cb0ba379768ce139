package dev.tidings.notifications.projection;

import dev.tidings.notifications.EventLoop;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets a request wait until the view has what it wrote: this instance's projector says so at once, another's is asked for
 * now and then. Safe for use by any thread; the answer comes on the event loop that asked.
 */
@ApplicationScoped
public class ViewProgress {

    private static final long ASK_MILLIS = 50;

    /** How long a call waits for the view, however often it does. */
    public record Patience(long deadline) {

        private static final Duration ALL = Duration.ofSeconds(2);

        public static Patience begins() {
            return new Patience(System.nanoTime() + ALL.toNanos());
        }

        private Duration left() {
            return Duration.ofNanos(deadline - System.nanoTime());
        }
    }

    /** Each is a request that waits; the answer to one more is that the view has it not yet. */
    private static final int MAX_WAITING = 10_000;

    private record Waiter(int generation, int partition, long offset, CompletableFuture<Boolean> reached) {}

    private final Pool pool;
    private final Vertx vertx;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean asking = new AtomicBoolean();

    ViewProgress(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(ASK_MILLIS, tick -> ask());
    }

    /** Whether the view has that record before the patience is over. Event loop. */
    public Uni<Boolean> has(Generation generation, int partition, long offset, Patience patience) {
        Duration left = patience.left();
        if (waiters.size() >= MAX_WAITING || !left.isPositive()) {
            return Uni.createFrom().item(false);
        }
        Waiter waiter = new Waiter(generation.number(), partition, offset, new CompletableFuture<>());
        waiters.add(waiter);
        // It may have been there before we waited; the timer asks again.
        ask();
        return Uni.createFrom()
                .completionStage(waiter.reached())
                .emitOn(EventLoop.current())
                .ifNoItem()
                .after(left)
                .recoverWithItem(false)
                .emitOn(EventLoop.current())
                .onTermination()
                .invoke(() -> waiters.remove(waiter));
    }

    /** All before that offset is in the view. */
    void reached(int generation, int partition, long next) {
        for (Waiter waiter : waiters) {
            if (waiter.generation == generation && waiter.partition == partition && waiter.offset < next) {
                waiter.reached.complete(true);
            }
        }
    }

    private void ask() {
        if (waiters.isEmpty() || !asking.compareAndSet(false, true)) {
            return;
        }
        Integer[] partitions =
                waiters.stream().map(Waiter::partition).distinct().toArray(Integer[]::new);
        pool.preparedQuery("""
                select generation, partition, next_offset from projected
                where partition = any($1) and generation = (select max(generation) from log_epoch)
                """)
                .execute(Tuple.of(partitions))
                .onTermination()
                .invoke(() -> asking.set(false))
                .subscribe()
                .with(
                        rows -> rows.forEach(row -> reached(
                                row.getInteger("generation"), row.getInteger("partition"), row.getLong("next_offset"))),
                        away -> {});
    }
}
