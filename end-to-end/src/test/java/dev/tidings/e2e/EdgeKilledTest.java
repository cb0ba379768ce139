package dev.tidings.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
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
    private static final int CALLERS = 8;

    private static RunningStack stack;
    private static ProductBackend backend;

    @BeforeAll
    static void up() {
        stack = RunningStack.shared();
        backend = new ProductBackend(stack.url());
    }

    @RepeatedTest(20)
    void eachEventArrivesOnceAndInOrder(RepetitionInfo round) throws Exception {
        String user = "u" + UUID.randomUUID();
        try (ReturningClient ann = new ReturningClient(stack.url(), user, () -> backend.connectionToken(user))) {
            JsonNode edge = theEdgeThatServes();
            FutureTask<List<Long>> publishing = new FutureTask<>(() -> publish(user));
            Thread.ofPlatform().daemon().start(publishing);
            // Somewhere in the middle, another place each round.
            ann.readUntil(PUBLISHES / 10 + round.getCurrentRepetition() * PUBLISHES / 50);
            ProcessHandle.of(edge.path("pid").asLong()).orElseThrow().destroyForcibly();
            try {
                assertThat(publishing.isDone()).as("killed in the middle").isFalse();
                ann.readUntil(PUBLISHES);
                assertThat(ann.offsets()).isEqualTo(publishing.get());
                assertThat(ann.returns()).isEqualTo(1);
            } finally {
                stack.tidings("start", edge.path("name").asText());
            }
        }
    }

    /** The positions that were acknowledged, in the log's order. */
    private static List<Long> publish(String user) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<Long>> calls = new ArrayList<>();
            for (int i = 0; i < PUBLISHES; i++) {
                String title = "n" + i;
                calls.add(callers.submit(() -> backend.notify(user, title)));
            }
            List<Long> offsets = new ArrayList<>();
            for (Future<Long> call : calls) {
                offsets.add(call.get());
            }
            offsets.sort(Comparator.naturalOrder());
            return offsets;
        }
    }

    /** The one with an open socket: there is one client only. */
    private static JsonNode theEdgeThatServes() {
        for (JsonNode process : stack.status().path("processes")) {
            if (process.path("name").asText().startsWith("realtime-edge")
                    && Edges.openSockets(process.path("url").asText()) > 0) {
                return process;
            }
        }
        throw new AssertionError("no edge serves the client");
    }
}
