package dev.tidings.notifications.publish;

import dev.tidings.notifications.EventLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.function.Supplier;

/** What computes for longer than an event loop may be held: batches. The answer is back on the event loop. */
final class OffLoop {

    private OffLoop() {}

    static <T> Uni<T> compute(Supplier<T> work) {
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(EventLoop.current());
    }
}
