package dev.tidings.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.e2e.Eventually;
import dev.tidings.e2e.RunningStack;
import dev.tidings.e2e.load.Api;
import dev.tidings.e2e.load.Exactness;
import dev.tidings.e2e.load.Load;
import dev.tidings.e2e.load.Publication;
import dev.tidings.e2e.load.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The database is killed while everything goes on, stays away, and comes back. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class StoreAwayTest {

    private static final int SECONDS_AWAY = Integer.getInteger("tidings.faults.away", 5);

    @Test
    void publishingAndStreamsGoOnAndTheViewCatchesUp() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("StoreAwayTest: -Dtidings.seed=" + seed);
        try (RunningStack stack = RunningStack.up(1, Map.of());
                Api api = new Api(stack.url(), Duration.ofSeconds(40));
                Load load = new Load(api)) {
            User ann = load.users().getFirst();
            load.start(new Random(seed), 3);
            Eventually.holds("badges come", () -> ann.badge().isPresent());

            stack.tidings("stop", "--kill", "postgres");
            long back = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AWAY);
            do {
                whatNeedsTheStoreIsRefused(api, ann);
                aPublishIsHeard(load, ann);
            } while (System.nanoTime() - back < 0);
            stack.tidings("start", "postgres");

            load.end();
            System.out.printf(
                    "%d accepted, after %d that were refused with the store away for %d s; %d answers to devices%n",
                    load.accepted().size(),
                    load.refused().size(),
                    SECONDS_AWAY,
                    load.answers().size());
            assertThat(load.refused())
                    .isNotEmpty()
                    .allSatisfy(refused -> assertThat(refused.publication().key())
                            .as(refused.toString())
                            .isPresent())
                    .extracting(refused -> refused.answer().code())
                    .contains("store-unavailable")
                    .isSubsetOf("store-unavailable", "idempotency-running");
            assertThat(load.answers())
                    .extracting(Api.Answer::status)
                    .contains(200, 503)
                    .isSubsetOf(200, 202, 404, 503);
            assertThat(load.returns()).as("streams that ended").isZero();
            assertThat(Exactness.of(load).faults()).isEmpty();
        }
    }

    private static void whatNeedsTheStoreIsRefused(Api api, User ann) {
        List<Api.Answer> answers = List.of(
                ann.feed(""),
                ann.counters(),
                ann.say("POST", "/read", "{}"),
                ann.say("PATCH", "/items/any", "{\"read\":true}"),
                api.publish(
                        "/v1/notifications",
                        "{\"to\":{\"users\":[\"nobody\"]},\"title\":\"t\"}",
                        Optional.of(UUID.randomUUID().toString())));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("store-unavailable");
        });
    }

    private static void aPublishIsHeard(Load load, User ann) {
        Publication publication = new Publication(
                "/v1/notifications",
                "{\"to\":{\"users\":[\"%s\"]},\"title\":\"t\",\"category\":\"orders\"}".formatted(ann.name()),
                Set.of("t"),
                Optional.empty());
        long offset = load.accept(publication).getFirst().offset();
        Eventually.holds("it is heard", () -> ann.ear().own().stream().anyMatch(heard -> heard.offset() == offset));
    }
}
