package dev.tidings.client.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nothing is read that the subscriber didn't ask for, and its position is what it took. */
class StreamDemandTest extends AgainstFakeEdge {

    @Test
    void whatIsNotRequestedIsNotReadFromTheSocket() throws Exception {
        int events = 40_000;
        AtomicInteger sent = new AtomicInteger();
        EventStream stream = built(stream(new FakeEdge(server -> {
            server.welcome().subscribed(ANN, 0, "");
            for (long i = 1; i <= events; i++) {
                server.send(padded(i));
                sent.incrementAndGet();
            }
            server.awaitEnd();
        })));
        Ear ear = Ear.shut(stream);
        ear.request(12);
        ear.next(Signal.Subscribed.class);
        assertThat(ear.offsets(10)).last().isEqualTo(10L);
        awaitPosition(stream, "k3f;user:ann~10");
        // The server gets stuck: what the sockets hold is far less than what it has to say.
        int stuckAt = awaitStill(sent);
        assertThat(stuckAt).isLessThan(events);
        assertThat(ear.heard).isEmpty();
        ear.request(events - 10);
        assertThat(ear.offsets(events - 10)).last().isEqualTo((long) events);
    }

    @Test
    void whoAsksForNothingStaysConnectedByPongsOfItsOwn() throws Exception {
        CompletableFuture<String> pong = new CompletableFuture<>();
        Ear ear = Ear.shut(built(stream(new FakeEdge(server -> {
            server.welcome("k3f", 0.2).subscribed(ANN, 0, "");
            // Longer than a server waits for somebody who says nothing.
            for (int i = 0; i < 3; i++) {
                server.receive();
            }
            pong.complete(server.receive());
            server.event(ANN, 1, 0L).awaitEnd();
        }))));
        ear.request(2);

        assertThat(pong.get(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("{\"type\":\"pong\"}");
        ear.request(1);
        assertThat(ear.offsets(1)).containsExactly(1L);
        assertThat(edge.tokens).hasSize(1);
    }

    @Test
    void thePositionMovesOnlyWithWhatTheSubscriberHasTaken() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        EventStream stream = built(stream(new FakeEdge(server -> server.welcome()
                .subscribed(ANN, 2, "")
                .event(ANN, 3, 2L)
                .event(ANN, 4, 3L)
                .awaitEnd())));
        Thread worker = Thread.ofVirtual().start(() -> {
            try {
                stream.forEach(signal -> {
                    if (signal instanceof Signal.Event event && event.offset() == 4) {
                        begun.countDown();
                        awaitQuietly(finish);
                        throw new IllegalStateException("the worker fails");
                    }
                });
            } catch (InterruptedException | IllegalStateException e) {
                finish.countDown();
            }
        });

        assertThat(begun.await(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.position()).hasToString("k3f;user:ann~3");
        finish.countDown();
        worker.join();
        assertThat(stream.position()).hasToString("k3f;user:ann~3");
    }

    @Test
    void whatASubscriberThrowsEndsTheStream() throws Exception {
        EventStream stream = built(stream(
                new FakeEdge(server -> server.welcome().subscribed(ANN, 2, "").awaitEnd())));
        IllegalStateException thrown = new IllegalStateException("the worker fails");

        CompletableFuture<Throwable> caught = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                stream.forEach(signal -> {
                    throw thrown;
                });
            } catch (InterruptedException | RuntimeException e) {
                caught.complete(e);
            }
        });

        assertThat(caught.get(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS)).isSameAs(thrown);
    }

    @Test
    void closingCompletesAndCancellingIsSilent() throws Exception {
        EventStream closed =
                built(stream(new FakeEdge().always(server -> server.welcome().awaitEnd())));
        Ear ear = Ear.open(closed);
        ear.next(Signal.Connected.class);
        closed.close();
        ear.completed.get(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS);

        EventStream cancelled = built(EventStream.at(edge.url(), () -> "t").timing(quick(1)));
        Ear other = Ear.open(cancelled);
        other.next(Signal.Connected.class);
        other.cancel();
        other.request(0);
        assertThat(Ear.open(cancelled).error()).isInstanceOf(IllegalStateException.class);
        assertThat(other.completed).isNotDone();
        assertThat(other.error).isNotDone();
    }

    @Test
    void whoClosesTheStreamInItsHandlerIsNotCalledAgain() throws Exception {
        EventStream stream = built(stream(new FakeEdge(server -> {
            server.welcome().subscribed(ANN, 0, "");
            for (long i = 1; i <= 50; i++) {
                server.event(ANN, i, i - 1);
            }
            server.awaitEnd();
        })));
        List<Long> taken = new ArrayList<>();
        stream.forEach(signal -> {
            if (signal instanceof Signal.Event event) {
                taken.add(event.offset());
                stream.close();
                // What is done about it is done on another thread.
                TimeUnit.MILLISECONDS.sleep(200);
            }
        });

        assertThat(taken).hasSizeLessThan(3);
        assertThat(stream.position()).hasToString("k3f;user:ann~" + taken.getLast());
    }

    @Test
    void askingForLessThanOneIsAnError() throws Exception {
        Ear ear = Ear.shut(built(stream(new FakeEdge())));
        ear.request(0);
        assertThat(ear.error()).isInstanceOf(IllegalArgumentException.class);
    }

    private static String padded(long offset) {
        return "{\"type\":\"event\",\"channel\":\"user:ann\",\"offset\":%d,\"prev\":%d,\"event\":{\"pad\":\"%s\"}}"
                .formatted(offset, offset - 1, "x".repeat(400));
    }

    /** What was heard is taken a moment later. */
    private static void awaitPosition(EventStream stream, String position) throws InterruptedException {
        while (!stream.position().toString().equals(position)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Where it stays for half a second. */
    private static int awaitStill(AtomicInteger count) throws InterruptedException {
        int before = -1;
        while (count.get() != before) {
            before = count.get();
            TimeUnit.MILLISECONDS.sleep(500);
        }
        return before;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
