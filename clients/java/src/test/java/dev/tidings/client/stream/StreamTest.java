package dev.tidings.client.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.client.json.Json;
import dev.tidings.client.problem.ProblemException;
import dev.tidings.client.problem.StreamClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that fails in all the ways an edge may, and in some that none should. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamTest {

    static final String RECOVERED = ",\"recovered\":true";
    private static final String ANN = "user:ann";

    private final AtomicInteger tokens = new AtomicInteger();
    private final List<EventStream> streams = new ArrayList<>();
    private FakeEdge edge;

    @AfterEach
    void close() {
        streams.forEach(EventStream::close);
        edge.close();
        assertThat(edge.failures).isEmpty();
    }

    static Timing quick(long seed) {
        return new Timing(
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofMillis(5),
                10,
                Duration.ofMillis(20),
                new Random(seed));
    }

    private EventStream.Builder stream(FakeEdge server) {
        edge = server;
        return EventStream.at(server.url(), () -> "t" + tokens.incrementAndGet())
                .timing(quick(1));
    }

    private EventStream built(EventStream.Builder builder) {
        EventStream stream = builder.build();
        streams.add(stream);
        return stream;
    }

    private Ear listen(FakeEdge server) {
        return Ear.open(built(stream(server)));
    }

    @Test
    void goesOnWithItsPositionAfterADropAndNothingComesTwice() throws Exception {
        Ear ear = listen(new FakeEdge(
                first -> first.welcome()
                        .subscribed(ANN, -1, "")
                        .event(ANN, 3, -1L)
                        .event(ANN, 5, 3L)
                        .close(1012),
                second -> second.welcome()
                        .subscribed(ANN, 5, RECOVERED)
                        .event(ANN, 5, 3L)
                        .event(ANN, 9, 5L)
                        .awaitEnd()));

        assertThat(ear.next()).isInstanceOf(Signal.Connected.class);
        assertThat(ear.next()).isInstanceOf(Signal.Subscribed.class);
        assertThat(ear.offsets(2)).containsExactly(3L, 5L);
        assertThat(ear.next(Signal.Disconnected.class).why()).contains("1012");
        assertThat(ear.next(Signal.Recovered.class).offset()).isEqualTo(5);
        assertThat(ear.next(Signal.Event.class).offset()).isEqualTo(9);
        assertThat(edge.resumes).containsExactly("", "k3f;user:ann~5");
        assertThat(edge.tokens).containsExactly("t1", "t2");
    }

    @Test
    void asksForAChannelAgainWhereAnEventIsMissing() throws Exception {
        Ear ear = listen(new FakeEdge(server -> {
            server.welcome().subscribed(ANN, 2, "").event(ANN, 9, 5L);
            Json request = Json.parse(server.receive());
            assertThat(request.get("type").text()).contains("subscribe");
            assertThat(request.get("channel").text()).contains(ANN);
            assertThat(request.get("epoch").text()).contains("k3f");
            assertThat(request.get("offset").integer()).hasValue(2);
            // Of the subscription before, as it may still be under way: it doesn't count.
            server.event(ANN, 11, 9L);
            server.subscribed(
                            ANN,
                            2,
                            RECOVERED + ",\"ref\":"
                                    + request.get("ref").integer().getAsLong())
                    .event(ANN, 5, 2L)
                    .event(ANN, 9, 5L)
                    .event(ANN, 11, 9L)
                    .awaitEnd();
        }));

        assertThat(ear.offsets(3)).containsExactly(5L, 9L, 11L);
    }

    @Test
    void leavesAConnectionThatGoesOnWithAHole() throws Exception {
        Ear ear = listen(new FakeEdge(
                server -> {
                    server.welcome().subscribed(ANN, 2, "").event(ANN, 9, 5L);
                    server.receive();
                    server.subscribed(ANN, 2, RECOVERED).event(ANN, 9, 5L).awaitEnd();
                },
                server -> server.welcome()
                        .subscribed(ANN, 2, RECOVERED)
                        .event(ANN, 5, 2L)
                        .awaitEnd()));

        assertThat(ear.next(Signal.Event.class).offset()).isEqualTo(5);
        assertThat(edge.resumes).containsExactly("", "k3f;user:ann~2");
    }

    @Test
    void whatCannotBeReplayedIsAValueInTheStream() throws Exception {
        Ear ear = Ear.open(built(stream(new FakeEdge(server -> server.welcome()
                        .subscribed(ANN, 1500, ",\"recovered\":false,\"reason\":\"expired\"")
                        .event(ANN, 1501, null)
                        .awaitEnd()))
                .from("k3f;user:ann~3")));

        Signal.Gap gap = ear.next(Signal.Gap.class);
        assertThat(gap.reason()).isEqualTo(Signal.Gap.Reason.EXPIRED);
        assertThat(gap.position()).hasToString("k3f;user:ann~1500");
        assertThat(ear.next(Signal.Event.class).offset()).isEqualTo(1501);
    }

    @Test
    void aPositionThatTheServerPassesOverIsAGapToo() throws Exception {
        Ear ear = Ear.open(built(stream(new FakeEdge(
                        server -> server.welcome().subscribed(ANN, 1500, "").awaitEnd()))
                .from("k3f;user:ann~3")));

        assertThat(ear.next(Signal.Gap.class).reason()).isEqualTo(Signal.Gap.Reason.UNKNOWN);
    }

    @Test
    void untilAllChannelsHaveArrivedInAnotherEpochThePositionIsOfTheOldOne() throws Exception {
        Ear ear = Ear.open(built(stream(new FakeEdge(server -> server.welcome("m5x", 25)
                        .subscribed(ANN, 7, ",\"recovered\":false,\"reason\":\"epoch\"")
                        .subscribed("everyone", 8, ",\"recovered\":false,\"reason\":\"epoch\"")
                        .awaitEnd()))
                .from("k3f;user:ann~3;everyone~4")));

        // Whoever came back with the new epoch now would go on with everyone from then on, and not know it.
        assertThat(ear.next(Signal.Gap.class).position()).asString().startsWith("k3f;");
        assertThat(ear.next(Signal.Gap.class).position()).hasToString("m5x;user:ann~7;everyone~8");
    }

    @Test
    void anEpochThatChangesUnderAConnectionIsFollowed() throws Exception {
        Ear ear = listen(new FakeEdge(server -> server.welcome()
                .subscribed(ANN, 900, "")
                .subscribed(ANN, 3, ",\"recovered\":false,\"reason\":\"epoch\",\"epoch\":\"m5x\"")
                .event(ANN, 4, 3L)
                .awaitEnd()));

        assertThat(ear.next(Signal.Event.class).position()).hasToString("m5x;user:ann~4");
    }

    @Test
    void aChannelOnWhichNothingComesMovesOnToo() throws Exception {
        Ear ear = Ear.open(built(stream(new FakeEdge(server -> server.welcome()
                        .subscribed(ANN, 3, RECOVERED)
                        .send("{\"type\":\"live\",\"channel\":\"user:ann\",\"offset\":1300}")
                        .awaitEnd()))
                .from("k3f;user:ann~3")));

        assertThat(ear.next(Signal.Live.class).position()).hasToString("k3f;user:ann~1300");
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1009, 1011, 1012, 4001, 4008, 4029, 4999})
    void comesBackAfterThatCloseCode(int code) throws Exception {
        Ear ear = listen(new FakeEdge(
                first -> first.welcome().subscribed(ANN, 2, "").close(code),
                second -> second.welcome().subscribed(ANN, 2, RECOVERED).awaitEnd()));

        ear.next(Signal.Recovered.class);
        assertThat(edge.tokens).containsExactly("t1", "t2");
    }

    @ParameterizedTest
    @ValueSource(ints = {4000, 4003})
    void endsAtThatCloseCode(int code) throws Exception {
        Ear ear = listen(
                new FakeEdge(first -> first.welcome().subscribed(ANN, 2, "").close(code), FakeSocket::awaitEnd));

        assertThat(ear.error())
                .isInstanceOfSatisfying(
                        StreamClosedException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
        assertThat(edge.tokens).hasSize(1);
    }

    @Test
    void endsWhereTheHandshakeIsRefusedForGood() throws Exception {
        Ear ear = listen(new FakeEdge(server -> server.refuse(403, "", "{\"code\":\"revoked\"}")));

        assertThat(ear.error())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo("revoked"));
    }

    @Test
    void comesBackWithAnotherTokenWhereOneWasTooOldAndWhenTheServerSaysSo() throws Exception {
        AtomicLong refused = new AtomicLong();
        AtomicLong returned = new AtomicLong();
        Ear ear = listen(new FakeEdge(
                server -> server.refuse(401, "", "{\"code\":\"token-expired\"}"),
                server -> {
                    server.refuse(503, "Retry-After: 1\r\n", "{\"code\":\"draining\"}");
                    refused.set(System.nanoTime());
                },
                server -> {
                    returned.set(System.nanoTime());
                    server.welcome().awaitEnd();
                }));

        ear.next(Signal.Connected.class);
        assertThat(edge.tokens).containsExactly("t1", "t2", "t3");
        assertThat(Duration.ofNanos(returned.get() - refused.get())).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void aTokenSupplierThatFailsIsAskedAgain() throws Exception {
        edge = new FakeEdge(server -> server.welcome().awaitEnd());
        AtomicInteger asked = new AtomicInteger();
        Ear ear = Ear.open(built(EventStream.at(edge.url(), () -> {
                    if (asked.incrementAndGet() < 3) {
                        throw new IOException("no token today");
                    }
                    return "t";
                })
                .timing(quick(1))));

        assertThat(ear.next(Signal.Disconnected.class).why()).isEqualTo("no token today");
        ear.next(Signal.Connected.class);
    }

    @Test
    void whenItsServerDrainsTheNewConnectionIsThereBeforeTheOldOneGoes() throws Exception {
        CountDownLatch moved = new CountDownLatch(1);
        CompletableFuture<Boolean> wasThere = new CompletableFuture<>();
        Ear ear = listen(new FakeEdge(
                old -> {
                    old.welcome()
                            .subscribed(ANN, 2, "")
                            .send("{\"type\":\"draining\",\"retryAfter\":0.05}")
                            .event(ANN, 3, 2L);
                    try {
                        old.awaitEnd();
                    } finally {
                        wasThere.complete(moved.getCount() == 0);
                    }
                },
                fresh -> {
                    fresh.accept();
                    moved.countDown();
                    fresh.send(
                                    "{\"type\":\"welcome\",\"session\":\"s2\",\"user\":\"ann\",\"epoch\":\"k3f\",\"heartbeat\":25}")
                            .subscribed(ANN, 3, RECOVERED)
                            .event(ANN, 4, 3L)
                            .awaitEnd();
                }));

        assertThat(ear.offsets(2)).containsExactly(3L, 4L);
        assertThat(wasThere.get(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(ear.heard).noneMatch(Signal.Disconnected.class::isInstance);
    }

    @Test
    void leavesAConnectionThatIsSilentForThreeHeartbeats() throws Exception {
        Ear ear = listen(new FakeEdge(
                silent -> silent.welcome("k3f", 0.1).subscribed(ANN, 2, "").awaitEnd(),
                second -> second.welcome().subscribed(ANN, 2, RECOVERED).awaitEnd()));

        assertThat(ear.next(Signal.Disconnected.class).why()).isEqualTo("the stream is silent");
        ear.next(Signal.Recovered.class);
    }

    @Test
    void aPingOfEitherKindIsALifeSignAndAnswered() throws Exception {
        CompletableFuture<String> pong = new CompletableFuture<>();
        Ear ear = listen(new FakeEdge(server -> {
            server.welcome("k3f", 0.2).subscribed(ANN, 2, "");
            for (int i = 0; i < 20; i++) {
                server.ping();
                TimeUnit.MILLISECONDS.sleep(50);
            }
            server.send("{\"type\":\"ping\"}");
            pong.complete(server.receive());
            server.event(ANN, 3, 2L).awaitEnd();
        }));

        assertThat(ear.next(Signal.Event.class).offset()).isEqualTo(3);
        assertThat(pong.join()).isEqualTo("{\"type\":\"pong\"}");
        assertThat(edge.tokens).hasSize(1);
    }

    @Test
    void whenTheConnectionsTimeIsNearlyOverItIsRefreshed() throws Exception {
        CompletableFuture<Json> refresh = new CompletableFuture<>();
        listen(new FakeEdge(server -> {
            server.welcome().send("{\"type\":\"expiring\",\"expiresIn\":60}");
            refresh.complete(Json.parse(server.receive()));
            server.awaitEnd();
        }));

        assertThat(refresh.get(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .get("token")
                        .text())
                .contains("t2");
    }

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

    @Test
    void channelsAreJoinedAndLeftAndARefusedOneIsToldOf() throws Exception {
        CompletableFuture<String> left = new CompletableFuture<>();
        EventStream stream = built(stream(new FakeEdge(
                        server -> {
                            server.welcome();
                            Json first = Json.parse(server.receive());
                            assertThat(first.get("channel").text()).contains("public:news");
                            server.subscribed("public:news", 5, ",\"ref\":" + first.get("ref"));
                            Json second = Json.parse(server.receive());
                            server.send("{\"type\":\"error\",\"code\":\"channel-refused\",\"message\":\"no\",\"ref\":"
                                    + second.get("ref") + "}");
                            left.complete(server.receive());
                            // Under way already: not for somebody who has left.
                            server.event("public:news", 6, 5L).close(1012);
                        },
                        server -> server.welcome().awaitEnd()))
                .channel("public:news"));
        Ear ear = Ear.open(stream);

        assertThat(ear.next(Signal.Subscribed.class).channel()).isEqualTo("public:news");
        stream.join("private:secret");
        Signal.Refused refused = ear.next(Signal.Refused.class);
        assertThat(refused.channel()).isEqualTo("private:secret");
        assertThat(refused.code()).isEqualTo("channel-refused");
        stream.leave("public:news");
        assertThat(left.get(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS)).contains("unsubscribe", "public:news");
        ear.next(Signal.Disconnected.class);
        assertThat(ear.next()).isInstanceOf(Signal.Connected.class);
        assertThat(edge.resumes).containsExactly("", "");
    }

    @Test
    void aHundredChannelsAreAskedForNoFasterThanTheServerTakesThem() throws Exception {
        EventStream.Builder builder = stream(new FakeEdge(server -> {
            server.welcome();
            for (int i = 0; i < 100; i++) {
                Json request = Json.parse(server.receive());
                server.subscribed(request.get("channel").text(""), 1, ",\"ref\":" + request.get("ref"));
            }
            server.awaitEnd();
        }));
        for (int i = 0; i < 100; i++) {
            builder.channel("public:n" + i);
        }
        long began = System.nanoTime();
        Ear ear = Ear.open(built(builder));
        for (int i = 0; i < 100; i++) {
            ear.next(Signal.Subscribed.class);
        }
        // 90 of them wait for their turn, 5 ms each.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void whoIsPresentIsToldOf() throws Exception {
        Ear ear = Ear.open(built(stream(new FakeEdge(server -> {
                    server.welcome();
                    server.receive();
                    server.subscribed("presence:doc", 5, "")
                            .send("{\"type\":\"presence\",\"channel\":\"presence:doc\",\"op\":\"join\","
                                    + "\"members\":[{\"user\":\"bob\",\"info\":{\"name\":\"Bob\"}}]}")
                            .awaitEnd();
                }))
                .channel("presence:doc")));

        Signal.Presence presence = ear.next(Signal.Presence.class);
        assertThat(presence.change()).isEqualTo(Signal.Presence.Change.JOIN);
        assertThat(presence.members()).singleElement().satisfies(member -> {
            assertThat(member.user()).isEqualTo("bob");
            assertThat(member.info().get("name").text()).contains("Bob");
        });
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
