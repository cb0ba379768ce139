package dev.tidings.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/**
 * The promise of the whole: an edge is killed in the middle of a thousand publishes, its client comes back with its last
 * position, and has each event once, in order.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EdgeKilledTest {

    private static final int PUBLISHES = 1_000;
    private static final int EDGES = 2;

    private static RunningStack stack;
    private static ProductBackend backend;

    @BeforeAll
    static void up() {
        stack = RunningStack.up(EDGES);
        backend = new ProductBackend(stack.url());
    }

    @AfterAll
    static void down() {
        stack.close();
    }

    @RepeatedTest(20)
    void eachEventArrivesOnceAndInOrder(RepetitionInfo round) throws Exception {
        String user = "u" + UUID.randomUUID();
        try (ReturningClient ann = new ReturningClient(stack.url(), user, () -> backend.connectionToken(user))) {
            FutureTask<List<Long>> publishing = new FutureTask<>(() -> publish(user));
            Thread.ofPlatform().daemon().start(publishing);
            // Somewhere in the middle, another place each round.
            ann.readUntil(PUBLISHES / 4 + round.getCurrentRepetition() * PUBLISHES / 40);
            String killed = killTheEdgeThatServes();
            ann.readUntil(PUBLISHES);
            assertThat(ann.offsets()).isEqualTo(publishing.get());
            assertThat(ann.returns()).isEqualTo(1);
            stack.tidings("start", killed);
        }
    }

    /** Published one after the other, so that the order of the answers is the order of the log. */
    private static List<Long> publish(String user) {
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < PUBLISHES; i++) {
            offsets.add(backend.notify(user, "n" + i));
        }
        return offsets;
    }

    /** The one with an open socket: there is one client only. */
    private static String killTheEdgeThatServes() {
        for (JsonNode process : stack.status().path("processes")) {
            String name = process.path("name").asText();
            if (name.startsWith("realtime-edge") && Edges.openSockets(process.path("url").asText()) > 0) {
                ProcessHandle.of(process.path("pid").asLong()).orElseThrow().destroyForcibly();
                return name;
            }
        }
        throw new AssertionError("no edge serves the client");
    }
}
