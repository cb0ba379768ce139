package dev.tidings.notifications;

import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** The way back: answers of Kafka's, the token keys' and the timers' threads go on where the request began. */
public final class EventLoop {

    private EventLoop() {}

    /** Runs tasks on the event loop this is called on. */
    public static Executor current() {
        Context context = Vertx.currentContext();
        assert context != null && context.isEventLoopContext() : "not on an event loop";
        return MutinyHelper.executor(context);
    }
}
