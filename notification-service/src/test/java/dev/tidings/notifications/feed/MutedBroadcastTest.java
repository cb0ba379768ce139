package dev.tidings.notifications.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class MutedBroadcastTest {

    private final String app = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");

    /** Asked before the view has anything: what counts is where it is in the log. */
    @Test
    void whatIsPublishedWhileItsCategoryIsMutedIsNeitherListedNorCounted() throws Exception {
        broadcast("before", "normal");
        mute("[\"marketing\"]");
        broadcast("muted", "normal");
        broadcast("critical", "critical");
        mute("[]");
        broadcast("after", "normal");
        View.awaitCaughtUp();

        assertThat(ann.titles("")).containsExactly("after", "critical", "before");
        assertThat(ann.titles("?status=unread&category=marketing")).hasSize(3);
        assertThat(ann.counts()).isEqualTo("3/3 {marketing=3}");
        assertThat(UserApi.of(app, "bob").counts()).isEqualTo("4/4 {marketing=4}");
    }

    @Test
    void countersThatWereTaggedBeforeAreReadAnew() throws Exception {
        mute("[\"marketing\"]");
        broadcast("muted", "normal");
        View.awaitCaughtUp();
        String tag = ann.counters().header("ETag");
        mute("[]");

        ann.given().header("If-None-Match", tag).get("/v1/feed/counters").then().statusCode(200);
        assertThat(ann.counts()).isEqualTo("0/0 {}");
    }

    private void mute(String categories) {
        ann.given()
                .contentType("application/json")
                .body("{\"muted\":" + categories + "}")
                .put("/v1/preferences")
                .then()
                .statusCode(200);
    }

    private void broadcast(String title, String priority) {
        Calls.publish(
                        app,
                        "{\"to\":{\"everyone\":true},\"title\":\"%s\",\"category\":\"marketing\",\"priority\":\"%s\"}"
                                .formatted(title, priority))
                .then()
                .statusCode(202);
    }
}
