package dev.tidings.client.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Runs tasks one after the other on another executor's threads: what only they touch needs no lock. The queue is as long as
 * there are callers; who enters here are callbacks that were asked for, each once.
 */
public final class SerialExecutor implements Executor {

    private final Executor executor;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private volatile Thread inside;

    public SerialExecutor(Executor executor) {
        this.executor = executor;
    }

    /** Whether the caller is one of the tasks. */
    public boolean isInside() {
        return Thread.currentThread().equals(inside);
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        executor.execute(this::run);
    }

    private void run() {
        inside = Thread.currentThread();
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // A bug of ours: it is to be seen, and must not stop what comes after it.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }

    private Runnable next() {
        synchronized (tasks) {
            Runnable task = tasks.poll();
            if (task == null) {
                running = false;
                inside = null;
            }
            return task;
        }
    }
}
