package dev.tidings.edge.delivery;

import dev.tidings.edge.log.LogBatch;
import dev.tidings.edge.log.LogListener;
import dev.tidings.edge.log.OpenLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One deliverer an event loop; hands every batch to each of them. A loop may be so many batches behind and no more: then
 * the reader waits for it, so that what is handed over stays bounded.
 */
@Singleton
public final class Deliverers implements LogListener {

    private static final int BATCHES_UNDER_WAY = 64;
    /** How often it is looked who is behind. */
    private static final long LOOK_SECONDS = 5;

    private final Map<EventLoop, Handover> byLoop;

    @Inject
    Deliverers(Vertx vertx, DeliveryMeters meters, MeterRegistry registry) {
        Map<EventLoop, Handover> all = new HashMap<>();
        for (EventExecutor executor : ((VertxInternal) vertx).getEventLoopGroup()) {
            EventLoop loop = (EventLoop) executor;
            all.put(loop, new Handover(new Deliverer(loop, meters), new Semaphore(BATCHES_UNDER_WAY)));
        }
        this.byLoop = Map.copyOf(all);
        all.forEach((loop, to) -> loop.scheduleWithFixedDelay(
                to.deliverer()::lookWhoIsBehind, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS));
        registry.gauge(
                "tidings.edge.subscriptions.behind",
                this,
                deliverers -> deliverers.behind().behind());
        registry.gauge(
                "tidings.edge.subscriptions.catching.up",
                this,
                deliverers -> deliverers.behind().catchingUp());
        registry.gauge(
                "tidings.edge.subscriptions.behind.offsets.max",
                this,
                deliverers -> deliverers.behind().furthest());
    }

    private Behind behind() {
        return byLoop.values().stream().map(to -> to.deliverer().behind()).reduce(Behind.NOBODY, Behind::with);
    }

    public Deliverer of(EventLoop loop) {
        return byLoop.get(loop).deliverer();
    }

    /** All that connections can be on. */
    public Set<EventLoop> loops() {
        return byLoop.keySet();
    }

    @Override
    public void warm(OpenLog log, long[] heads) {
        byLoop.values().forEach(to -> to.run(() -> to.deliverer().warm(log, heads)));
    }

    @Override
    public void batch(LogBatch batch) throws InterruptedException {
        for (Handover to : byLoop.values()) {
            to.underWay().acquire();
            to.run(() -> {
                try {
                    to.deliverer().deliver(batch);
                } finally {
                    to.underWay().release();
                }
            });
        }
    }

    private record Handover(Deliverer deliverer, Semaphore underWay) {
        void run(Runnable task) {
            try {
                deliverer.loop().execute(task);
            } catch (RejectedExecutionException e) {
                // The process is stopping: there is nobody left to deliver to.
            }
        }
    }
}
