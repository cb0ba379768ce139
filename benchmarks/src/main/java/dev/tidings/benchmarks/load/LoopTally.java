package dev.tidings.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What one event loop's sockets count; the loop writes, and tells others how far it is now and then. */
final class LoopTally {

    private final AtomicLong received = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Tally current = new Tally();

    Tally current() {
        return current;
    }

    /** On the loop. */
    Tally take() {
        Tally taken = current;
        current = new Tally();
        received.set(0);
        return taken;
    }

    /** On the loop: once for many events. */
    void publish() {
        received.lazySet(current.received());
    }

    /** By any thread. */
    long received() {
        return received.get();
    }

    void failed(Throwable cause) {
        failure.compareAndSet(null, cause);
    }

    /** By any thread: a fault of a socket's handling makes the whole run worthless. */
    void requireSound() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("a socket could not be read", cause);
        }
    }
}
