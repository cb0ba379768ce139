package dev.tidings.notifications.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.contract.token.Scope;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.PublishedContract;
import dev.tidings.notifications.fixture.Tokens;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class DeletionTest {

    private final String app = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");

    @Test
    void aUserWhoIsDeletedHasNothingAnyMore() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        Calls.publish(app, Calls.to("bob")).then().statusCode(202);
        String broadcast = Calls.publish(app, "{\"to\":{\"everyone\":true},\"title\":\"b\"}")
                .path("id");
        View.awaitCaughtUp();
        ann.patch(broadcast, "{\"archived\":true}").then().statusCode(200);
        ann.post("/read", "{}").then().statusCode(200);
        ann.joined("2020-01-01T00:00:00Z").feed("").then().statusCode(200);
        ann.given()
                .contentType("application/json")
                .body("{\"muted\":[\"marketing\"]}")
                .put("/v1/preferences")
                .then()
                .statusCode(200);

        admin().delete("/v1/users/ann").then().statusCode(200).body("positions[0].channel", equalTo("user:ann"));
        // Of the broadcast nothing was said any more; it is as it is for anybody.
        assertThat(View.value("select count(*) from feed_joined where app = ?", app))
                .isEqualTo("0");
        assertThat(ann.titles("")).containsExactly("b");
        assertThat(ann.counts()).isEqualTo("1/1 {}");
        ann.given().get("/v1/preferences").then().body("muted.size()", equalTo(0));
        assertThat(UserApi.of(app, "bob").titles("")).containsExactly("b", "Hello");
        View.awaitQuiet();

        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitCaughtUp();
        assertThat(ann.titles("")).containsExactly("Hello", "b");
        assertThat(ann.counts()).isEqualTo("2/2 {}");
    }

    /**
     * However much a user has, the partition's view goes on: here a row that can't be deleted for a while stands for very many.
     * What the user has later has nothing to do with what is still there.
     */
    @Test
    void whatIsDeletedIsSeenByNobodyThoughItsRowsAreThere() throws Exception {
        String expires = "\"category\":\"x\",\"expiresAt\":\"%s\""
                .formatted(Instant.now().plusSeconds(6));
        String old = publish("old", "\"category\":\"x\"").path("id");
        publish("due", expires).then().statusCode(202);
        publish("read", "\"category\":\"x\"").then().statusCode(202);
        View.awaitCaughtUp();
        String resume = ann.feed("").path("resume");
        ann.post("/read", "{}").then().statusCode(200);
        ann.patch(old, "{\"read\":false}").then().statusCode(200);
        View.awaitQuiet();
        String key = View.value("select key from feed_channel where app = ? and name = 'user:ann'", app);
        try (Connection slow = View.connect();
                Statement rows = slow.createStatement()) {
            slow.setAutoCommit(false);
            rows.execute("select from item where channel = %s for update".formatted(key));
            admin().delete("/v1/users/ann").then().statusCode(200);
            publish("new", "\"category\":\"x\"").then().statusCode(202);
            View.awaitQuiet();

            for (String status : List.of("all", "unread")) {
                assertThat(ann.titles("?status=" + status)).containsExactly("new");
                admin().get("/v1/users/ann/feed?status=" + status).then().body("items.title", contains("new"));
            }
            assertThat(ann.counts()).isEqualTo("1/1 {x=1}");
            ann.patch(old, "{\"read\":true}").then().statusCode(404);
            assertThat(UserApi.counts(ann.post("/read", "{\"upTo\":\"" + resume + "\"}")))
                    .isEqualTo("1/1 {x=1}");
            View.awaitQuiet();
            assertThat(lastBadge()).isEqualTo("1/1");
            slow.rollback();
        }
        for (String table : List.of("item", "event", "counter")) {
            Await.that(() -> View.value("select count(*) from " + table + " where channel = " + key)
                    .equals("0"));
        }
        Await.that(() -> View.value("select count(*) from channel_deleted where key = " + key)
                .equals("0"));
        assertThat(ann.counts()).isEqualTo("1/1 {x=1}");
    }

    /** What one batch brings of a user is before the deletion or after it. */
    @Test
    void whatFollowsADeletionInTheSameBatchStays() throws Exception {
        publish("a", "\"category\":\"x\"").then().statusCode(202);
        View.awaitCaughtUp();
        View.whileHeld(app, "user:ann", () -> {
            publish("b", "\"category\":\"x\"").then().statusCode(202);
            admin().delete("/v1/users/ann").then().statusCode(202);
            publish("c", "\"category\":\"x\"").then().statusCode(202);
            admin().delete("/v1/users/ann").then().statusCode(202);
            publish("d", "\"category\":\"x\"").then().statusCode(202);
            publish("e", "\"category\":\"y\"").then().statusCode(202);
        });
        View.awaitQuiet();
        assertThat(ann.titles("")).containsExactly("e", "d");
        assertThat(ann.counts()).isEqualTo("2/2 {x=1, y=1}");
        assertThat(lastBadge()).isEqualTo("2/2");
    }

    private Response publish(String title, String more) {
        return Calls.publish(app, "{\"to\":{\"users\":[\"ann\"]},\"title\":\"%s\",%s}".formatted(title, more));
    }

    private String lastBadge() {
        var badge = Log.badges(app + "/user:ann").getLast().data();
        return badge.get("unread") + "/" + badge.get("unseen");
    }

    @Test
    void whatTakesLongIsAnsweredWithItsPositionAndDoneAllTheSame() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitCaughtUp();
        View.whileHeld(
                app,
                "user:ann",
                () -> admin().delete("/v1/users/ann")
                        .then()
                        .statusCode(202)
                        .body("positions[0].channel", equalTo("user:ann")));
        View.awaitCaughtUp();
        assertThat(ann.titles("")).isEmpty();
    }

    /** The rest of an answer stays, and its key: a repeat that published again would bring back what was deleted. */
    @Test
    void answersThatAreKeptForARepeatNameTheUserNoMore() throws Exception {
        String two = "{\"to\":{\"users\":[\"a.n+n\",\"axnnn\"]},\"title\":\"Hi\"}";
        String event = "{\"channel\":\"user:a.n+n\",\"type\":\"t\",\"id\":\"},]{\\\"channel\\\":\\\"user:a.n+n\\\"\"}";
        Calls.publishWithKey(app, "two", two).then().statusCode(202);
        Calls.publishBatchWithKey(app, "batch", "[" + two + ",{}," + Calls.to("bob") + "]")
                .then()
                .statusCode(200);
        String id = Calls.publishEventWithKey(app, "event", event).path("id");
        View.awaitCaughtUp();

        admin().delete("/v1/users/a.n+n").then().statusCode(200);

        Calls.publishWithKey(app, "two", two).then().statusCode(202).body("positions.channel", contains("user:axnnn"));
        Calls.publishBatchWithKey(app, "batch", "[" + two + ",{}," + Calls.to("bob") + "]")
                .then()
                .body("results.status", contains(202, 400, 202))
                .body("results[0].positions.channel", contains("user:axnnn"))
                .body("results[2].positions.channel", contains("user:bob"));
        Calls.publishEventWithKey(app, "event", event)
                .then()
                .body("id", equalTo(id))
                .body("positions.size()", equalTo(0));
        assertThat(Log.of(app + "/user:a.n+n").stream()
                        .map(entry -> entry.event().get("type").textValue()))
                .containsExactly("notification.created", "notification.created", "t", "feed.deleted");
    }

    @Test
    void supportSeesWhatTheUserSees() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitCaughtUp();

        admin().get("/v1/users/ann/feed?status=unread")
                .then()
                .statusCode(200)
                .body("items[0].title", equalTo("Hello"))
                .body("counters.unread", equalTo(1));
        admin().get("/v1/users/nobody/feed").then().statusCode(200).body("items.size()", equalTo(0));
        admin().get("/v1/users/a b/feed").then().statusCode(400).body("errors[0].field", equalTo("id"));
        admin().get("/v1/users/ann/feed?limit=0").then().statusCode(400);
    }

    @Test
    void bothNeedTheScope() {
        RequestSpecification backend = RestAssured.given()
                .filter(PublishedContract.HELD)
                .header("Authorization", "Bearer " + Tokens.service(app));
        backend.get("/v1/users/ann/feed").then().statusCode(403).body("code", equalTo("scope-missing"));
        backend.delete("/v1/users/ann").then().statusCode(403).body("code", equalTo("scope-missing"));
        ann.given().delete("/v1/users/ann").then().statusCode(401);
    }

    private RequestSpecification admin() {
        return RestAssured.given()
                .filter(PublishedContract.HELD)
                .header("Authorization", Tokens.of(app, Scope.USERS_ADMIN).bearer());
    }
}
