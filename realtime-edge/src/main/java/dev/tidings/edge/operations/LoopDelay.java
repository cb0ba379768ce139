package dev.tidings.edge.operations;

import dev.tidings.edge.delivery.Deliverers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long an event loop lets wait what is due: twice a second each is asked for a moment of its time. */
@Singleton
final class LoopDelay {

    private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Deliverers deliverers;
    private final Timer delay;

    @Inject
    LoopDelay(Deliverers deliverers, MeterRegistry meters) {
        this.deliverers = deliverers;
        this.delay = Timer.builder("tidings.edge.loop.delay")
                .description("How late an event loop does what is due")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2))
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        deliverers.loops().forEach(this::ask);
    }

    private void ask(EventLoop loop) {
        long due = System.nanoTime() + APART_NANOS;
        loop.schedule(
                () -> {
                    delay.record(Math.max(0, System.nanoTime() - due), TimeUnit.NANOSECONDS);
                    ask(loop);
                },
                APART_NANOS,
                TimeUnit.NANOSECONDS);
    }
}
