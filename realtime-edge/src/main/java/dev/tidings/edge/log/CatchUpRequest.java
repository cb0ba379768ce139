package dev.tidings.edge.log;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One subscription's wish to read on from a position. Belongs to whoever serves it, the catch-up thread or one that asks
 * for pages, and is handed from one to the other by a queue; its reader belongs to an event loop.
 */
public final class CatchUpRequest {

    /** The subscription's side. Every call comes on the executor that was given with it, in order. */
    public interface Reader {

        /** Everything after the position can be had. May be said more than once. */
        void recoverable();

        /** Takes what it doesn't have yet; false where the socket is full or gone, and it will ask again by itself. */
        boolean take(List<LogEntry> entries);

        /** It has everything up to that position, and the tail has the rest. */
        void reachedTail(long position);

        /** What followed the position can't be had. */
        void lost(Loss loss);
    }

    private final String key;
    private final int partition;
    private final Executor loop;
    private final Reader reader;

    private volatile boolean cancelled;

    private long position;
    /** It is of no use to ask for pages again. Written before it is handed back to the catch-up thread. */
    private boolean pastPages;
    /** Written on the event loop, read after a latch. */
    private boolean left;

    public CatchUpRequest(String key, int partition, long position, Executor loop, Reader reader) {
        this.key = key;
        this.partition = partition;
        this.position = position;
        this.loop = loop;
        this.reader = reader;
    }

    /** Nobody waits for it any more. Called on its event loop. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    String key() {
        return key;
    }

    int partition() {
        return partition;
    }

    long position() {
        return position;
    }

    void readUpTo(long offset) {
        position = Math.max(position, offset);
    }

    boolean isPastPages() {
        return pastPages;
    }

    void passPages() {
        pastPages = true;
    }

    boolean left() {
        return left;
    }

    void recoverable() {
        onLoop(reader::recoverable);
    }

    void reachedTail() {
        onLoop(() -> reader.reachedTail(position));
    }

    void lost(Loss loss) {
        onLoop(() -> reader.lost(loss));
    }

    /** {@code done} is run in any case. */
    void offer(List<LogEntry> entries, Runnable done) {
        boolean handed = onLoop(() -> {
            left = true;
            try {
                left = !reader.take(entries);
            } finally {
                done.run();
            }
        });
        if (!handed) {
            left = true;
            done.run();
        }
    }

    private boolean onLoop(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            // The process is stopping: there is nobody to tell.
            return false;
        }
    }
}
