package dev.tidings.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two edges know of each other's members, and of each other's death. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PresenceTest {

    private static RunningStack stack;
    private static ProductBackend backend;

    private final String channel = "presence:doc." + UUID.randomUUID();

    @BeforeAll
    static void up() {
        stack = RunningStack.shared();
        backend = new ProductBackend(stack.url());
    }

    @Test
    @SuppressWarnings("try") // Who leaves in the middle is what is tested.
    void whoIsOnOneEdgeIsSeenOnTheOther() {
        List<JsonNode> edges = edges();
        try (PresentSocket ann = enter(edges.get(0), "ann")) {
            assertTold(ann, "state", "ann");
            PresentSocket bob = enter(edges.get(1), "bob");
            assertThat(bob.next().users()).contains("bob");
            assertTold(ann, "join", "bob");
            try (PresentSocket moved = enter(edges.get(0), "bob")) {
                assertTold(moved, "state", "ann", "bob");
                bob.close();
                try (PresentSocket carol = enter(edges.get(1), "carol")) {
                    assertThat(carol.next().users()).contains("carol");
                    assertTold(ann, "join", "carol");
                }
                assertTold(ann, "leave", "carol");
            }
            assertTold(ann, "leave", "bob");
        }
    }

    @Test
    void theMembersOfAKilledEdgeAreGoneInTimeButForThoseWhoCameBackElsewhere() {
        List<JsonNode> edges = edges();
        try (PresentSocket ann = enter(edges.get(0), "ann")) {
            assertTold(ann, "state", "ann");
            try (PresentSocket bob = enter(edges.get(1), "bob")) {
                assertTold(ann, "join", "bob");
                assertThat(bob.next().users()).contains("bob");
            }
            assertTold(ann, "leave", "bob");
            enter(edges.get(1), "bob");
            assertTold(ann, "join", "bob");
            enter(edges.get(1), "carol");
            assertTold(ann, "join", "carol");
            ProcessHandle.of(edges.get(1).path("pid").asLong()).orElseThrow().destroyForcibly();
            long killed = System.nanoTime();
            try (PresentSocket back = enter(edges.get(0), "carol")) {
                assertTold(back, "state", "ann", "bob", "carol");
                PresentSocket.Told left = ann.next();
                assertThat(left.op()).isEqualTo("leave");
                assertThat(left.users()).containsExactly("bob");
                assertThat(Duration.ofNanos(left.nanos() - killed)).isLessThan(Duration.ofSeconds(15));
            }
        } finally {
            stack.tidings("start", edges.get(1).path("name").asText());
        }
    }

    private PresentSocket enter(JsonNode edge, String user) {
        String token = backend.connectionToken(user, "[\"presence:doc.*\"]");
        return PresentSocket.enter(edge.path("url").asText(), token, channel);
    }

    private static void assertTold(PresentSocket socket, String op, String... users) {
        PresentSocket.Told told = socket.next();
        assertThat(told.op()).isEqualTo(op);
        assertThat(told.users()).containsExactly(users);
    }

    private static List<JsonNode> edges() {
        return StreamSupport.stream(stack.status().path("processes").spliterator(), false)
                .filter(process -> process.path("name").asText().startsWith("realtime-edge"))
                .toList();
    }
}
