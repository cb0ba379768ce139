package dev.tidings.edge.log;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.event.EventRecord;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.replay.ReplayCall;
import dev.tidings.contract.replay.ReplayPage;
import dev.tidings.edge.config.EdgeConfig;
import dev.tidings.edge.config.InternalConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Serves those who are so far back in the log that reading up to them costs more than asking for what they missed: a page
 * at a time from notification-service, which has a user's events by offset. A page is asked for when the one before it
 * was taken by the socket, so no more than one is ever held for a subscription.
 *
 * <p>It is a short cut and nothing depends on it: whom it can't serve goes the long way, through the log. A few threads of
 * its own, which may block; what they wait for has a limit.
 */
@Singleton
final class Pages {

    private static final Logger LOG = Logger.getLogger(Pages.class);
    private static final int THREADS = 8;
    private static final List<String> OUTCOMES = List.of("served", "refused", "failed");

    private final Optional<PageSource> source;
    private final long fromDistance;
    private final Duration restAfterFailure;
    private final MeterRegistry meters;
    /** Its queue is bounded by the subscriptions there are: each waits for one page. */
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("replay-page-", 1).daemon().factory());

    private volatile long restUntilNanos = System.nanoTime();

    @Inject
    Pages(EdgeConfig config, InternalConfig internal, MeterRegistry meters) {
        EdgeConfig.Pages pages = config.catchUp().pages();
        this.source = pages.url().flatMap(url -> internal.secret().map(secret -> new PageSource(url, secret)));
        this.fromDistance = pages.fromDistance();
        this.restAfterFailure = pages.restAfterFailure();
        this.meters = meters;
        OUTCOMES.forEach(this::counter);
    }

    /** Whether this is the way for a request that lies so many records back. Asked by the catch-up thread. */
    boolean suit(CatchUpRequest request, long distance) {
        return distance > fromDistance
                && source.isPresent()
                && !request.isPastPages()
                && System.nanoTime() - restUntilNanos >= 0
                && AppChannel.parseKey(request.key()).filter(ReplayCall::covers).isPresent();
    }

    /** {@code rest} gets the request back, where it stands then, once the view has no more for it. */
    void serve(CatchUpRequest request, Epoch epoch, Consumer<CatchUpRequest> rest) {
        try {
            threads.execute(() -> page(request, epoch, rest));
        } catch (RejectedExecutionException e) {
            // The process is stopping: there is nobody to serve.
            request.cancel();
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
        source.ifPresent(PageSource::close);
    }

    private void page(CatchUpRequest request, Epoch epoch, Consumer<CatchUpRequest> rest) {
        if (request.isCancelled()) {
            return;
        }
        Optional<ReplayPage> page = fetch(request, epoch);
        if (page.isEmpty()) {
            request.passPages();
            rest.accept(request);
            return;
        }
        request.recoverable();
        if (!hand(request, page.get())) {
            return;
        }
        request.readUpTo(page.get().upTo());
        if (page.get().isFull()) {
            serve(request, epoch, rest);
        } else {
            request.passPages();
            rest.accept(request);
        }
    }

    private Optional<ReplayPage> fetch(CatchUpRequest request, Epoch epoch) {
        if (System.nanoTime() - restUntilNanos < 0) {
            return Optional.empty();
        }
        try {
            Optional<ReplayPage> page = source.orElseThrow().after(request.key(), epoch, request.position());
            count(page.isPresent() ? "served" : "refused");
            return page;
        } catch (IOException | IllegalArgumentException e) {
            restUntilNanos = System.nanoTime() + restAfterFailure.toNanos();
            count("failed");
            LOG.warnf("Replay pages can't be had, reading the log instead: %s", e.toString());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Answers whether the subscription took all of it and goes on waiting here. */
    private static boolean hand(CatchUpRequest request, ReplayPage page) {
        List<LogEntry> entries = entries(request, page);
        if (!entries.isEmpty()) {
            CountDownLatch done = new CountDownLatch(1);
            request.offer(entries, done::countDown);
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return !request.left() && !request.isCancelled();
    }

    /** What the view holds was read by the projection as by us; that it is of this channel the call has made sure of. */
    private static List<LogEntry> entries(CatchUpRequest request, ReplayPage page) {
        byte[] key = request.key().getBytes(StandardCharsets.UTF_8);
        List<LogEntry> entries = new ArrayList<>(page.events().size());
        for (ReplayPage.Event event : page.events()) {
            if (EventRecord.read(key, event.value()) instanceof EventRecord.Read.Event(EventRecord record)) {
                long prev =
                        entries.isEmpty() ? LogEntry.UNKNOWN : entries.getLast().offset();
                entries.add(LogEntry.of(record, request.partition(), event.offset(), prev));
            }
        }
        return entries;
    }

    private void count(String outcome) {
        counter(outcome).increment();
    }

    private Counter counter(String outcome) {
        return meters.counter("tidings.edge.catchup.pages", "outcome", outcome);
    }
}
