package dev.tidings.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.e2e.load.Api;
import dev.tidings.e2e.load.User;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kafka is killed while everything goes on, stays away, and comes back. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LogAwayTest {

    @Test
    void nothingIsAcceptedThatIsLostAndTheFeedIsStillRead() throws Exception {
        try (Outage outage = new Outage()) {
            User ann = outage.begin(2);
            String item = ann.feed("").json().at("/items/0/id").asText();
            outage.of("kafka", () -> {
                whatNeedsTheLogIsRefused(outage.api(), ann, item);
                assertThat(ann.feed("").status()).isEqualTo(200);
                assertThat(ann.counters().status()).isEqualTo(200);
            });
            assertThat(outage.load().refused())
                    .extracting(refused -> refused.answer().code())
                    .contains("log-unavailable")
                    .isSubsetOf("log-unavailable", "idempotency-running");
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
