package dev.tidings.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens and their end, on all edges at once, and with auth-service away. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RevokedTest {

    private static RunningStack stack;
    private static ProductBackend backend;

    private final String user = "u" + UUID.randomUUID();

    @BeforeAll
    static void up() {
        stack = RunningStack.shared();
        backend = new ProductBackend(stack.url());
    }

    @Test
    void aRevokedUserIsOutOnEveryEdgeAlsoOnOneThatStartsAfterwards() {
        String before = backend.connectionToken(user);
        List<String> edges = edges();
        try (PlainSocket first = PlainSocket.connect(edges.get(0), before);
                PlainSocket second = PlainSocket.connect(edges.get(1), before)) {
            backend.revoke(user);
            assertThat(first.closeCode()).isEqualTo(4003);
            assertThat(second.closeCode()).isEqualTo(4003);
        }
        edges.forEach(edge -> assertRefused(edge, before));
        stack.tidings("stop", "--kill", "realtime-edge-1");
        stack.tidings("start", "realtime-edge-1");
        assertRefused(edges.get(0), before);
        awaitNextSecond();
        String after = backend.connectionToken(user);
        edges.forEach(edge -> PlainSocket.connect(edge, after).close());
    }

    @Test
    void withAuthServiceAwayWhatIsOpenStaysAndWhatWasMadeIsGood() {
        String token = backend.connectionToken(user);
        List<String> edges = edges();
        try (PlainSocket open = PlainSocket.connect(edges.get(0), token)) {
            stack.tidings("stop", "auth-service");
            backend.notify(user, "still served");
            open.awaitEvent();
            edges.forEach(edge -> {
                PlainSocket.connect(edge, token).close();
                given().baseUri(edge).get("/q/health/ready").then().statusCode(200);
            });
        } finally {
            stack.tidings("start", "auth-service");
        }
    }

    private static void assertRefused(String edge, String token) {
        assertThatThrownBy(() -> PlainSocket.connect(edge, token))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("Unexpected HTTP response status code 403");
    }

    private static List<String> edges() {
        return StreamSupport.stream(stack.status().path("processes").spliterator(), false)
                .filter(process -> process.path("name").asText().startsWith("realtime-edge"))
                .map((JsonNode process) -> process.path("url").asText())
                .toList();
    }

    /** A token's time of issue is a whole second, and one from the revocation's own second is refused. */
    private static void awaitNextSecond() {
        long second = Instant.now().getEpochSecond();
        while (Instant.now().getEpochSecond() == second) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
