package dev.tidings.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.e2e.Eventually;
import dev.tidings.e2e.RunningStack;
import dev.tidings.e2e.load.Api;
import dev.tidings.e2e.load.Exactness;
import dev.tidings.e2e.load.Load;
import dev.tidings.e2e.load.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kafka is killed while everything goes on, stays away, and comes back. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LogAwayTest {

    private static final int SECONDS_AWAY = Integer.getInteger("tidings.faults.away", 5);

    @Test
    void nothingIsAcceptedThatIsLostAndTheFeedIsStillRead() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("LogAwayTest: -Dtidings.seed=" + seed);
        try (RunningStack stack = RunningStack.up(1, Map.of());
                Api api = new Api(stack.url(), Duration.ofSeconds(40));
                Load load = new Load(api)) {
            User ann = load.users().getFirst();
            load.start(new Random(seed), 2);
            Eventually.holds("badges come", () -> ann.badge().isPresent());
            String item = ann.feed("").json().at("/items/0/id").asText();

            stack.tidings("stop", "--kill", "kafka");
            long back = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AWAY);
            do {
                whatNeedsTheLogIsRefused(api, ann, item);
                assertThat(ann.feed("").status()).isEqualTo(200);
                assertThat(ann.counters().status()).isEqualTo(200);
            } while (System.nanoTime() - back < 0);
            stack.tidings("start", "kafka");

            load.end();
            System.out.printf(
                    "%d accepted, after %d that were refused with the log away for %d s; %d answers to devices%n",
                    load.accepted().size(),
                    load.refused().size(),
                    SECONDS_AWAY,
                    load.answers().size());
            assertThat(load.refused())
                    .extracting(refused -> refused.answer().code())
                    .contains("log-unavailable")
                    .isSubsetOf("log-unavailable", "idempotency-running");
            assertThat(load.answers())
                    .extracting(Api.Answer::status)
                    .contains(200, 503)
                    .isSubsetOf(200, 202, 404, 503);
            assertThat(load.returns()).as("streams that ended").isZero();
            assertThat(Exactness.of(load).faults()).isEmpty();
        }
    }

    private static void whatNeedsTheLogIsRefused(Api api, User ann, String item) {
        String body = "{\"to\":{\"users\":[\"nobody\"]},\"title\":\"t\"}";
        List<Api.Answer> answers = List.of(
                api.publish("/v1/notifications", body, Optional.empty()),
                api.publish(
                        "/v1/notifications", body, Optional.of(UUID.randomUUID().toString())),
                api.publish("/v1/notifications:batch", "[" + body + "]", Optional.empty()),
                ann.say("POST", "/read", "{}"),
                ann.say("PATCH", "/items/" + item, "{\"read\":true}"));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("log-unavailable");
        });
    }
}
