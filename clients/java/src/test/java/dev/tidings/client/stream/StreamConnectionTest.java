package dev.tidings.client.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.client.json.Json;
import dev.tidings.client.problem.ProblemException;
import dev.tidings.client.problem.StreamClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a stream when its connection ends, or is about to. */
class StreamConnectionTest extends AgainstFakeEdge {

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
}
