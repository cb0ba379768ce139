package dev.tidings.notifications.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class FeedTest {

    private final ObjectMapper json = new ObjectMapper();
    private final String app = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");

    @Test
    void aNotificationIsAnItemWithAllThatItWasSentWith() throws Exception {
        Response published = Calls.publish(app, """
                {"to":{"users":["ann"]},"type":"order.shipped","category":"orders","title":"Order 17 shipped",
                 "body":"It arrives on Monday.","url":"/orders/17","icon":"/i.png",
                 "actions":[{"label":"Track","url":"/orders/17/track"}],"group":"order-17","priority":"high",
                 "expiresAt":"2099-12-01T00:00:00Z","data":{"order":17,"sum":12345678901234567890.10}}
                """);
        View.awaitCaughtUp();
        Response feed = ann.feed("");

        feed.then().statusCode(200).header("Cache-Control", equalTo("private, no-cache"));
        var item = json.readTree(feed.asString()).get("items").get(0);
        Instant createdAt = Instant.parse(item.get("createdAt").textValue());
        assertThat(createdAt)
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(feed.asString()).contains("\"sum\":12345678901234567890.10");
        assertThat(item).isEqualTo(json.readTree("""
                {"id":"%s","offset":%d,"channel":"user:ann","type":"order.shipped","category":"orders",
                 "title":"Order 17 shipped","body":"It arrives on Monday.","url":"/orders/17","icon":"/i.png",
                 "actions":[{"label":"Track","url":"/orders/17/track"}],"group":"order-17","priority":"high",
                 "createdAt":"%s","expiresAt":"2099-12-01T00:00:00Z","seen":false,"read":false,"archived":false,
                 "data":{"order":17,"sum":12345678901234567890.10}}
                """.formatted(
                        published.<String>path("id"),
                        published.<Number>path("positions[0].offset").longValue(),
                        createdAt)));
        feed.then()
                .body("counters.unread", equalTo(1))
                .body("counters.unseen", equalTo(1))
                .body("counters.byCategory.orders", equalTo(1))
                .body("page.hasMore", equalTo(false));
    }

    @Test
    void whatWasNotGivenIsNullAndWhoHasNothingHasAnEmptyFeed() throws Exception {
        Calls.publish(app, Calls.to("ann"));
        View.awaitCaughtUp();

        var item = json.readTree(ann.feed("").asString()).get("items").get(0);
        assertThat(item.get("category").isNull()).isTrue();
        assertThat(item.get("body").isNull()).isTrue();
        assertThat(item.get("expiresAt").isNull()).isTrue();
        assertThat(item.get("priority").textValue()).isEqualTo("normal");
        assertThat(UserApi.of(app, "bob").titles("")).isEmpty();
        assertThat(UserApi.of(app, "bob").counts()).isEqualTo("0/0 {}");
        assertThat(UserApi.of(Calls.newApp(), "ann").titles("")).isEmpty();
    }

    @Test
    void resumeIsExactlyWhatTheFeedHas() throws Exception {
        long offset = publish("a", "ann").<Number>path("positions[0].offset").longValue();
        View.awaitCaughtUp();

        String resume = ann.feed("").path("resume");
        assertThat(resume).startsWith(Log.epoch().text() + ";user:ann~").contains(";everyone~");
        long upTo = Long.parseLong(resume.replaceFirst(".*user:ann~([0-9]+);.*", "$1"));
        assertThat(upTo).isGreaterThanOrEqualTo(offset);
    }

    @Test
    void pagesNeitherRepeatNorSkipWhileEventsArrive() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            String title = "t" + i;
            if (i % 5 == 0) {
                broadcast(title);
            } else {
                publish(title, "ann");
            }
            expected.addFirst(title);
        }
        View.awaitCaughtUp();
        List<String> listed = new ArrayList<>();
        String before = "";
        boolean hasMore = true;
        while (hasMore) {
            Response page = ann.feed("?limit=4" + before);
            listed.addAll(page.<List<String>>path("items.title"));
            hasMore = page.path("page.hasMore");
            before = "&before=" + page.path("page.before");
            publish("late", "ann");
            broadcast("late");
            View.awaitCaughtUp();
        }
        assertThat(listed).isEqualTo(expected);
    }

    @Test
    void itemsAreListedByStatusAndCategory() throws Exception {
        publish("a", "ann", "orders");
        String b = publish("b", "ann", "orders").path("id");
        String c = publish("c", "ann", "news").path("id");
        broadcast("d", "news");
        View.awaitCaughtUp();
        ann.patch(b, "{\"read\":true}").then().statusCode(200);
        ann.patch(c, "{\"archived\":true}").then().statusCode(200);

        assertThat(ann.titles("")).containsExactly("d", "b", "a");
        assertThat(ann.titles("?status=unread")).containsExactly("d", "a");
        assertThat(ann.titles("?status=archived")).containsExactly("c");
        assertThat(ann.titles("?category=orders")).containsExactly("b", "a");
        assertThat(ann.titles("?category=news&status=unread")).containsExactly("d");
        assertThat(ann.titles("?category=news&status=archived")).containsExactly("c");
        assertThat(ann.counts()).isEqualTo("2/2 {news=1, orders=1}");
        ann.feed("?status=archived")
                .then()
                .body("items[0].read", equalTo(true))
                .body("items[0].seen", equalTo(true))
                .body("items[0].archived", equalTo(true));
    }

    @Test
    void aBroadcastIsOneRowWithEachUsersOwnState() throws Exception {
        String id = broadcast("all").path("id");
        View.awaitCaughtUp();
        UserApi bob = UserApi.of(app, "bob");
        ann.patch(id, "{\"read\":true}").then().statusCode(200);
        bob.patch(id, "{\"archived\":true}").then().statusCode(200);

        assertThat(ann.titles("")).containsExactly("all");
        assertThat(ann.counts()).isEqualTo("0/0 {}");
        assertThat(bob.titles("")).isEmpty();
        assertThat(bob.titles("?status=archived")).containsExactly("all");
        assertThat(bob.counts()).isEqualTo("0/0 {}");
        assertThat(UserApi.of(app, "eve").counts()).isEqualTo("1/1 {}");
        assertThat(View.value(
                        "select count(*) from item i join feed_channel k on k.key = i.channel where k.app = ?", app))
                .isEqualTo("1");
    }

    @Test
    void broadcastsFromBeforeTheUserJoinedStayOut() throws Exception {
        broadcast("before");
        View.awaitCaughtUp();
        Instant last = Instant.parse(ann.feed("").path("items[0].createdAt"));
        Await.that(() -> Instant.now().isAfter(last.plusMillis(1)));
        UserApi late = ann.joined(last.plusMillis(1).toString());
        broadcast("after");
        View.awaitCaughtUp();

        assertThat(late.titles("")).containsExactly("after");
        assertThat(late.counts()).isEqualTo("1/1 {}");
        assertThat(ann.titles("")).containsExactly("after", "before");
    }

    @Test
    void badgesGoByTheJoinedThatTheFeedWasLastAskedWith() throws Exception {
        broadcast("before");
        View.awaitCaughtUp();
        ann.joined(Instant.now().plusSeconds(60).toString()).feed("").then().statusCode(200);
        publish("own", "ann");
        Await.that(() -> lastBadge() == 1);
        ann.feed("").then().statusCode(200);
        publish("own", "ann");
        Await.that(() -> lastBadge() == 3);
    }

    @Test
    void whoReadsTheirFeedWaitsForNoBatchOfTheProjection() throws Exception {
        publish("a", "ann");
        View.awaitCaughtUp();
        View.whileHeld(
                app,
                "user:ann",
                () -> assertThat(ann.joined("2026-11-01T00:00:00Z").titles("")).containsExactly("a"));
    }

    private int lastBadge() {
        return Log.badges(app + "/user:ann").getLast().data().get("unread").intValue();
    }

    @Test
    void whatIsForAChannelAndWhatIsNoNotificationIsInNoFeed() throws Exception {
        sent("{\"to\":{\"channel\":\"private:orders.17\"},\"title\":\"t\"}");
        Calls.publishEvent(app, "{\"channel\":\"user:ann\",\"type\":\"order.moved\",\"data\":{}}")
                .then()
                .statusCode(202);
        View.awaitCaughtUp();

        assertThat(ann.titles("")).isEmpty();
        assertThat(ann.counts()).isEqualTo("0/0 {}");
    }

    /** Nothing is counted for it: not even where nothing can be. */
    @Test
    void countersThatDidNotChangeCostNoCount() throws Exception {
        publish("a", "ann");
        View.awaitQuiet();
        String tag = ann.counters().header("ETag");

        View.whileNotCounted(app, "user:ann", () -> {
            ann.counters().then().statusCode(503);
            ann.given()
                    .header("If-None-Match", tag)
                    .get("/v1/feed/counters")
                    .then()
                    .statusCode(304);
        });
        assertThat(ann.counts()).isEqualTo("1/1 {}");
    }

    @Test
    void countersHaveATagThatChangesWithThem() throws Exception {
        publish("a", "ann");
        View.awaitCaughtUp();
        Response first = ann.counters();
        String tag = first.then()
                .statusCode(200)
                .header("Poll-Interval", equalTo("30"))
                .extract()
                .header("ETag");
        assertThat(first.<String>path("asOf")).contains("user:ann~");

        publish("for somebody else", "bob");
        View.awaitCaughtUp();
        ann.given()
                .header("If-None-Match", tag)
                .get("/v1/feed/counters")
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .header("Poll-Interval", notNullValue());
        publish("b", "ann");
        View.awaitCaughtUp();
        ann.given()
                .header("If-None-Match", tag)
                .get("/v1/feed/counters")
                .then()
                .statusCode(200)
                .body("unread", equalTo(2));
        String after = ann.counters().header("ETag");
        broadcast("c");
        View.awaitCaughtUp();
        ann.given()
                .header("If-None-Match", after)
                .get("/v1/feed/counters")
                .then()
                .statusCode(200)
                .body("unread", equalTo(3));
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0,limit",
        "?limit=101,limit",
        "?limit=x,limit",
        "?before=,before",
        "?before=abc,before",
        "?status=none,status",
        "?category=,category",
        "?limit=1&limit=2,limit"
    })
    void aQueryThatIsNoneIsRefused(String query, String field) {
        ann.feed(query)
                .then()
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("errors.field", contains(field));
    }

    @Test
    void allFaultsOfAQueryAreNamed() {
        ann.feed("?limit=0&status=none")
                .then()
                .body("errors.field", hasItem("limit"))
                .body("errors.field", hasItem("status"));
    }

    @Test
    void manyItemsAreCountedExactly() throws Exception {
        IntStream.range(0, 100).forEach(i -> publish("n" + i, "ann"));
        View.awaitCaughtUp();

        assertThat(ann.counts()).isEqualTo("100/100 {}");
        assertThat(ann.titles("")).hasSize(20);
        assertThat(ann.titles("?limit=99")).hasSize(99);
        ann.feed("?limit=99").then().body("page.hasMore", equalTo(true)).body("page.before", notNullValue());
        ann.feed("?limit=100").then().body("page.hasMore", equalTo(false)).body("page.before", nullValue());
    }

    private Response publish(String title, String user) {
        return sent("{\"to\":{\"users\":[\"" + user + "\"]},\"title\":\"" + title + "\"}");
    }

    private Response publish(String title, String user, String category) {
        return sent(
                "{\"to\":{\"users\":[\"%s\"]},\"title\":\"%s\",\"category\":\"%s\"}".formatted(user, title, category));
    }

    private Response broadcast(String title) {
        return sent("{\"to\":{\"everyone\":true},\"title\":\"" + title + "\"}");
    }

    private Response broadcast(String title, String category) {
        return sent("{\"to\":{\"everyone\":true},\"title\":\"%s\",\"category\":\"%s\"}".formatted(title, category));
    }

    private Response sent(String body) {
        Response answer = Calls.publish(app, body);
        answer.then().statusCode(202);
        return answer;
    }
}
