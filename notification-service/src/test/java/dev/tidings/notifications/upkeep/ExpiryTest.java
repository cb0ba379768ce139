package dev.tidings.notifications.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class ExpiryTest {

    private final String app = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");

    @Test
    void whatHasExpiredLeavesListAndCountsAndTheBadgeSaysSo() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        expiring("{\"users\":[\"ann\"]}");
        expiring("{\"everyone\":true}");
        View.awaitCaughtUp();
        expireAll();

        Await.that(() -> ann.counts().equals("1/1 {}"));
        assertThat(ann.titles("")).containsExactly("Hello");
        Await.that(() ->
                Log.badges(app + "/user:ann").getLast().data().get("unread").intValue() == 1);
        Await.that(() -> View.value("select count(*) from badge_owed").equals("0"));
    }

    @Test
    void whatWasReadBeforeItExpiredIsNotTakenOffTwice() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        expiring("{\"users\":[\"ann\"]}");
        ann.post("/read", "{}").then().statusCode(200);
        expireAll();

        Await.that(() -> ann.titles("").size() == 1);
        assertThat(ann.counts()).isEqualTo("0/0 {}");
    }

    private void expiring(String to) {
        Calls.publish(
                        app,
                        "{\"to\":%s,\"title\":\"soon gone\",\"expiresAt\":\"%s\"}"
                                .formatted(to, Instant.now().plusSeconds(3_000)))
                .then()
                .statusCode(202);
    }

    /** Instead of waiting for the time. */
    private void expireAll() throws Exception {
        View.update(
                "update item set expires_at = now() - interval '1 second' where expires_at is not null"
                        + " and channel in (select key from feed_channel where app = ?)",
                app);
    }
}
