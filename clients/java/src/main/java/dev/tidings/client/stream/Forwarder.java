package dev.tidings.client.stream;

import dev.tidings.client.problem.TidingsException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

/** Takes all there is, at the pace of a handler, while another thread waits for the end. */
final class Forwarder implements Flow.Subscriber<Signal> {

    private final SignalHandler handler;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Throwable failure;

    Forwarder(SignalHandler handler) {
        this.handler = handler;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Signal signal) {
        try {
            handler.take(signal);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new TidingsException("the handler failed: " + e, e);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        over.countDown();
    }

    @Override
    public void onComplete() {
        over.countDown();
    }

    void await() throws InterruptedException {
        over.await();
        if (failure instanceof RuntimeException known) {
            throw known;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }
}
