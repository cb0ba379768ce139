package dev.tidings.client.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A subscriber that asks for as much as the test says. */
final class Ear implements Flow.Subscriber<Signal> {

    static final long PATIENCE_SECONDS = 30;

    final BlockingQueue<Signal> heard = new LinkedBlockingQueue<>();
    final CompletableFuture<Throwable> error = new CompletableFuture<>();
    final CompletableFuture<Void> completed = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final boolean all;

    private Ear(boolean all) {
        this.all = all;
    }

    /** Asks for all there is. */
    static Ear open(EventStream stream) {
        Ear ear = new Ear(true);
        stream.subscribe(ear);
        return ear;
    }

    /** Asks for nothing by itself. */
    static Ear shut(EventStream stream) {
        Ear ear = new Ear(false);
        stream.subscribe(ear);
        return ear;
    }

    void request(long more) {
        subscription.join().request(more);
    }

    void cancel() {
        subscription.join().cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        if (all) {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(Signal signal) {
        heard.add(signal);
    }

    @Override
    public void onError(Throwable failure) {
        error.complete(failure);
    }

    @Override
    public void onComplete() {
        completed.complete(null);
    }

    Signal next() throws InterruptedException {
        Signal signal = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(signal).as("nothing came").isNotNull();
        return signal;
    }

    /** The next of that kind; others are passed over. */
    <T extends Signal> T next(Class<T> kind) throws InterruptedException {
        while (true) {
            Signal signal = next();
            if (kind.isInstance(signal)) {
                return kind.cast(signal);
            }
        }
    }

    /** The next so many events' offsets. */
    List<Long> offsets(int count) throws InterruptedException {
        List<Long> offsets = new ArrayList<>();
        while (offsets.size() < count) {
            offsets.add(next(Signal.Event.class).offset());
        }
        return offsets;
    }

    Throwable error() throws Exception {
        return error.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
