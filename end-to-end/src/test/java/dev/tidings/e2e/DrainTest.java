package dev.tidings.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An edge that is stopped sends its clients away over a while, each at another moment, and nothing is lost. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DrainTest {

    private static final int SOCKETS = 30;
    private static final int EVENTS = 200;

    @Test
    void eachConnectionIsToldItsOwnMomentAndClosedWithTheCodeThatSaysWhy() {
        try (RunningStack stack = RunningStack.up(2, Map.of("TIDINGS_EDGE_DRAIN_WINDOW", "PT3S"))) {
            ProductBackend backend = new ProductBackend(stack.url());
            String edge = stack.status().at("/processes/4/url").asText();
            List<PlainSocket> sockets = IntStream.range(0, SOCKETS)
                    .mapToObj(i -> PlainSocket.connect(edge, backend.connectionToken("u" + i)))
                    .toList();
            String user = "u" + UUID.randomUUID();
            try (ReturningClient ann = new ReturningClient(stack.url(), user, () -> backend.connectionToken(user))) {
                List<Long> published = new ArrayList<>();
                Thread stopping = Thread.ofPlatform().start(() -> stack.tidings("stop", "realtime-edge-1"));
                for (int i = 0; i < EVENTS; i++) {
                    published.add(backend.notify(user, "n" + i));
                }
                ann.readUntil(EVENTS);
                assertThat(ann.offsets()).isEqualTo(published);
                assertThat(sockets).extracting(PlainSocket::closeCode).containsOnly(1012);
                assertThat(sockets)
                        .extracting(PlainSocket::retryAfter)
                        .allSatisfy(seconds -> assertThat(seconds).isBetween(0.0, 3.0));
                assertThat(sockets.stream().map(PlainSocket::retryAfter).distinct())
                        .hasSizeGreaterThan(SOCKETS / 2);
                join(stopping);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
