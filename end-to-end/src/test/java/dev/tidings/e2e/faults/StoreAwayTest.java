package dev.tidings.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.e2e.Eventually;
import dev.tidings.e2e.load.Api;
import dev.tidings.e2e.load.Load;
import dev.tidings.e2e.load.Publication;
import dev.tidings.e2e.load.User;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The database is killed while everything goes on, stays away, and comes back. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class StoreAwayTest {

    @Test
    void publishingAndStreamsGoOnAndTheViewCatchesUp() throws Exception {
        try (Outage outage = new Outage()) {
            User ann = outage.begin(3);
            outage.of("postgres", () -> {
                whatNeedsTheStoreIsRefused(outage.api(), ann);
                aPublishIsHeard(outage.load(), ann);
            });
            assertThat(outage.load().refused())
                    .isNotEmpty()
                    .allSatisfy(refused -> assertThat(refused.publication().key())
                            .as(refused.toString())
                            .isPresent())
                    .extracting(refused -> refused.answer().code())
                    .contains("store-unavailable")
                    .isSubsetOf("store-unavailable", "idempotency-running");
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
