package dev.tidings.client.stream;

import dev.tidings.client.internal.SerialExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * Hands signals to the subscriber as it asks for them, one at a time. Confined to the stream's loop, apart from the
 * subscriber's own methods: those are called on another thread, so that a slow one holds up nothing but itself.
 */
final class Delivery {

    /** How much is read ahead of the subscriber at most, within what it asked for. */
    static final int WINDOW = 64;

    private final Flow.Subscriber<? super Signal> subscriber;
    private final SerialExecutor loop;
    private final Executor executor;
    private final Runnable whenTaken;
    private final Consumer<Throwable> whenThrown;
    /** At most a window of it, and the few signals that a connection's end makes. */
    private final Queue<Signal> queue = new ArrayDeque<>();

    private long demand;
    private boolean busy;
    /** What is to be called last, and whether it was. */
    private Runnable end;

    private boolean ended;
    /** Nothing that is queued is handed over any more, only the end; both are read by the thread that delivers. */
    private volatile boolean dropped;

    /** Nothing at all is handed over any more. */
    private volatile boolean stopped;

    private volatile Positions taken;

    Delivery(
            Flow.Subscriber<? super Signal> subscriber,
            Positions from,
            SerialExecutor loop,
            Executor executor,
            Runnable whenTaken,
            Consumer<Throwable> whenThrown) {
        this.subscriber = subscriber;
        this.taken = from;
        this.loop = loop;
        this.executor = executor;
        this.whenTaken = whenTaken;
        this.whenThrown = whenThrown;
    }

    /** What the subscriber has taken. From any thread. */
    Positions taken() {
        return taken;
    }

    void request(long more) {
        assert loop.isInside();
        demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
    }

    /** How much may be read for what was asked for, and not read yet. */
    int room() {
        assert loop.isInside();
        return (int) Math.max(0, Math.min(demand, WINDOW) - queue.size());
    }

    void offer(Signal signal) {
        assert loop.isInside();
        if (end == null && !ended && !stopped) {
            queue.add(signal);
        }
    }

    /** After what is queued; that needs no demand. */
    void complete() {
        endWith(subscriber::onComplete);
    }

    /** After what is queued; that needs no demand. */
    void fail(Throwable failure) {
        endWith(() -> subscriber.onError(failure));
    }

    private void endWith(Runnable lastCall) {
        assert loop.isInside();
        if (end == null && !ended && !stopped) {
            end = lastCall;
        }
    }

    /** What was read and not handed over is not taken: another stream gets it again. */
    void dropQueued() {
        assert loop.isInside();
        dropped = true;
        queue.clear();
    }

    /** Says nothing more. */
    void stop() {
        assert loop.isInside();
        stopped = true;
        queue.clear();
        end = null;
    }

    /** Hands over what may be handed over. */
    void drain() {
        assert loop.isInside();
        if (busy || stopped) {
            return;
        }
        List<Signal> batch = new ArrayList<>();
        while (demand > 0 && !queue.isEmpty()) {
            batch.add(queue.remove());
            demand--;
        }
        // By itself: what the subscriber throws before it is to be told, too.
        Runnable last = batch.isEmpty() && queue.isEmpty() ? end : null;
        if (batch.isEmpty() && last == null) {
            return;
        }
        busy = true;
        if (last != null) {
            end = null;
            ended = true;
        }
        executor.execute(() -> {
            deliver(batch, last);
            loop.execute(() -> {
                busy = false;
                whenTaken.run();
            });
        });
    }

    private void deliver(List<Signal> batch, Runnable last) {
        try {
            for (Signal signal : batch) {
                if (stopped || dropped) {
                    return;
                }
                subscriber.onNext(signal);
                taken = signal.position();
            }
            if (last != null && !stopped) {
                last.run();
            }
        } catch (RuntimeException | Error e) {
            loop.execute(() -> whenThrown.accept(e));
        }
    }
}
