package dev.tidings.client.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The threads that work where none were given: daemons, as many as are busy, gone when they have been idle for a while. */
public final class Threads {

    private static final AtomicLong COUNT = new AtomicLong();

    private static final Executor SHARED = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tidings-client-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private Threads() {}

    public static Executor shared() {
        return SHARED;
    }

    /** Later, on that executor. */
    public static void after(Duration delay, Executor executor, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(task);
    }

    /** What really failed. */
    public static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? causeOf(failure.getCause())
                : failure;
    }
}
