package dev.tidings.notifications.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class AuditTest {

    @Inject
    Auditor auditor;

    private final String app = Calls.newApp();

    @Test
    void countersThatWereTamperedWithAreFoundAndOthersAreNot() throws Exception {
        String id = Calls.publish(app, Calls.to("ann")).path("id");
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitCaughtUp();
        UserApi.of(app, "ann").patch(id, "{\"archived\":true}").then().statusCode(200);
        UserApi.of(app, "ann").post("/read", "{}").then().statusCode(200);
        assertThat(round()).isEqualTo("0.0");

        String counters = "where channel in (select key from feed_channel where app = ?)";
        View.update("update counter set unread = unread + 1 " + counters, app);
        assertThat(round()).isEqualTo("1.0");
        View.update("update counter set unread = unread - 1, unseen = unseen + 1 " + counters, app);
        assertThat(round()).isEqualTo("1.0");
        View.update("update counter set unseen = unseen - 1 " + counters, app);
        assertThat(round()).isEqualTo("0.0");
    }

    private String round() {
        auditor.round().await().atMost(Duration.ofSeconds(30));
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("tidings_feed_drift "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }
}
