package dev.tidings.notifications.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.PublishedContract;
import dev.tidings.notifications.fixture.QuickClient;
import dev.tidings.notifications.fixture.Tokens;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class ChangeTest {

    private final String app = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");

    @Test
    void everythingUpToAPositionIsReadAndWhatComesLaterIsNot() throws Exception {
        publish("a", "orders");
        publish("b", "news");
        broadcast("c");
        View.awaitCaughtUp();
        String resume = ann.feed("").path("resume");
        publish("d", "orders");
        broadcast("e");
        View.awaitCaughtUp();

        Response answer = ann.post("/read", "{\"upTo\":\"" + resume + "\"}");
        assertThat(UserApi.counts(answer)).isEqualTo("2/2 {orders=1}");
        assertThat(ann.titles("?status=unread")).containsExactly("e", "d");
        assertThat(UserApi.counts(ann.post("/seen", "{\"upTo\":\"" + resume + "\"}")))
                .isEqualTo("2/2 {orders=1}");
        assertThat(UserApi.counts(ann.post("/seen", "{}"))).isEqualTo("2/0 {orders=1}");
        assertThat(UserApi.counts(ann.post("/read", "{}"))).isEqualTo("0/0 {}");
        assertThat(ann.titles("")).containsExactly("e", "d", "c", "b", "a");
    }

    /** As a device says it that has shown an item: that one is read, and the next isn't, in the list as in the counts. */
    @Test
    void upToAnItemMeansThatItemToo() throws Exception {
        publish("a", "orders");
        broadcast("A");
        Response last = publish("b", "orders");
        String own = last.path("positions[0].offset").toString();
        String everyone = broadcast("B").path("positions[0].offset").toString();
        publish("c", "orders");
        broadcast("C");
        View.awaitCaughtUp();
        String epoch = ann.feed("").<String>path("resume").split(";", 2)[0];
        String upTo = "{\"upTo\":\"%s;user:ann~%s;everyone~%s\"}".formatted(epoch, own, everyone);

        assertThat(UserApi.counts(ann.post("/seen", upTo))).isEqualTo("6/2 {orders=3}");
        assertThat(titlesThatAre("seen")).containsExactlyInAnyOrder("a", "A", "b", "B");
        assertThat(titlesThatAre("read")).isEmpty();
        assertThat(UserApi.counts(ann.post("/read", upTo))).isEqualTo("2/2 {orders=1}");
        assertThat(titlesThatAre("read")).containsExactlyInAnyOrder("a", "A", "b", "B");
        assertThat(ann.titles("?status=unread")).containsExactlyInAnyOrder("c", "C");
        for (String said : List.of("{\"archived\":true}", "{\"archived\":false}", "{\"seen\":true}")) {
            assertThat(UserApi.counts(ann.patch(last.path("id"), said))).isEqualTo("2/2 {orders=1}");
        }
    }

    private List<String> titlesThatAre(String flag) {
        return ann.feed("").path("items.findAll { it." + flag + " }.title");
    }

    /** It reaches less far than what was said before, and says something all the same. */
    @Test
    void aShorterReadCoversWhatWasMadeUnreadAgain() throws Exception {
        for (boolean own : List.of(true, false)) {
            Response first = own ? publish("a", "x") : broadcast("A");
            Response second = own ? publish("b", "x") : broadcast("B");
            View.awaitCaughtUp();
            ann.post("/read", "{}").then().statusCode(200);
            for (Response item : List.of(first, second)) {
                ann.patch(item.path("id"), "{\"read\":false}").then().statusCode(200);
            }
            String upTo = "%s;%s~%s"
                    .formatted(
                            first.path("positions[0].epoch"),
                            first.path("positions[0].channel"),
                            first.path("positions[0].offset"));

            ann.post("/read", "{\"upTo\":\"" + upTo + "\"}")
                    .then()
                    .statusCode(200)
                    .body("unread", equalTo(1));
            assertThat(ann.titles("?status=unread")).containsExactly(own ? "b" : "B");
            ann.post("/read", "{}").then().statusCode(200).body("unread", equalTo(0));
        }
    }

    @Test
    void withoutAPositionItIsAllThatWasPublishedBefore() {
        publish("a", "orders");
        broadcast("b");
        // Not waited for: what has its 202 is there.
        Response answer = ann.post("/read", "{}");

        assertThat(UserApi.counts(answer)).startsWith("0/");
        assertThat(ann.titles("?status=unread")).isEmpty();
    }

    @Test
    void oneCategoryCanBeReadAlone() throws Exception {
        publish("a", "orders");
        publish("b", "news");
        broadcast("c", "orders");
        broadcast("d", "news");
        View.awaitCaughtUp();

        assertThat(UserApi.counts(ann.post("/read", "{\"category\":\"orders\"}")))
                .isEqualTo("2/2 {news=2}");
        assertThat(ann.titles("?status=unread")).containsExactly("d", "b");
        publish("e", "orders");
        View.awaitCaughtUp();
        assertThat(ann.counts()).isEqualTo("3/3 {news=2, orders=1}");
    }

    @Test
    void exceptionsBelowAndAboveThePositionHold() throws Exception {
        String a = publish("a", "x").path("id");
        String b = broadcast("b", "x").path("id");
        publish("c", "x");
        View.awaitCaughtUp();
        String resume = ann.feed("").path("resume");
        String d = publish("d", "x").path("id");
        View.awaitCaughtUp();
        ann.patch(d, "{\"read\":true}").then().statusCode(200);
        ann.post("/read", "{}").then().statusCode(200);
        assertThat(UserApi.counts(ann.patch(a, "{\"read\":false}"))).isEqualTo("1/0 {x=1}");
        assertThat(UserApi.counts(ann.patch(b, "{\"read\":false}"))).isEqualTo("2/0 {x=2}");
        assertThat(ann.titles("?status=unread")).containsExactly("b", "a");
        // The position lies before d, and the word about a and b is older than this one.
        assertThat(UserApi.counts(ann.post("/read", "{\"upTo\":\"" + resume + "\"}")))
                .isEqualTo("0/0 {}");
        assertThat(UserApi.counts(ann.patch(d, "{\"read\":false}"))).isEqualTo("1/0 {x=1}");
        assertThat(UserApi.counts(ann.post("/read", "{\"upTo\":\"" + resume + "\"}")))
                .isEqualTo("1/0 {x=1}");
    }

    @Test
    void everythingCanBeUndone() throws Exception {
        String id = publish("a", "x").path("id");
        View.awaitCaughtUp();

        assertThat(UserApi.counts(ann.patch(id, "{\"read\":true,\"archived\":true}")))
                .isEqualTo("0/0 {}");
        assertThat(ann.titles("")).isEmpty();
        assertThat(UserApi.counts(ann.patch(id, "{\"archived\":false}"))).isEqualTo("0/0 {}");
        assertThat(UserApi.counts(ann.patch(id, "{\"read\":false}"))).isEqualTo("1/0 {x=1}");
        assertThat(UserApi.counts(ann.patch(id, "{\"seen\":true}"))).isEqualTo("1/0 {x=1}");
        assertThat(ann.titles("?status=unread")).containsExactly("a");
    }

    @Test
    void manyItemsAreChangedAtOnceAndTheUnknownAreLeftOut() throws Exception {
        String a = publish("a", "x").path("id");
        String b = broadcast("b", "x").path("id");
        publish("c", "x");
        View.awaitCaughtUp();

        Response answer = ann.post("/items:batch", """
                {"ids":["%s","%s","%s","nobody"],"set":{"archived":true}}""".formatted(a, b, a));
        assertThat(UserApi.counts(answer)).isEqualTo("1/1 {x=1}");
        assertThat(ann.titles("")).containsExactly("c");
        assertThat(ann.titles("?status=archived")).containsExactly("b", "a");
        View.awaitQuiet();
        ann.post("/items:batch", "{\"ids\":[\"nobody\"],\"set\":{\"read\":true}}")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
    }

    /** What the stream brought can be changed at once; an id that no item has changes nothing, and is in nobody's way. */
    @Test
    void whatTheViewDoesNotHaveYetIsChangedAllTheSame() throws Exception {
        String a = publish("a", "x").path("id");
        String b = broadcast("b", "x").path("id");
        View.awaitCaughtUp();
        List<String> heard = new ArrayList<>();
        View.whileHeld(
                app,
                "user:ann",
                () -> View.whileHeld(app, "everyone", () -> {
                    heard.add(publish("c", "x").path("id"));
                    heard.add(broadcast("d", "x").path("id"));
                    ann.patch(heard.getFirst(), "{\"read\":true}")
                            .then()
                            .statusCode(202)
                            .body("positions.channel", contains("user:ann"));
                    ann.post("/items:batch", """
                    {"ids":["%s","%s","%s","nobody"],"set":{"archived":true}}""".formatted(a, heard.getFirst(), heard.getLast()))
                            .then()
                            .statusCode(202);
                }));
        View.awaitQuiet();

        assertThat(ann.titles("?status=archived")).containsExactlyInAnyOrder("a", "c", "d");
        assertThat(ann.titles("")).containsExactly("b");
        assertThat(ann.counts()).isEqualTo("1/1 {x=1}");
        ann.patch("nobody", "{\"read\":true}").then().statusCode(404);
        assertThat(UserApi.counts(ann.patch(b, "{\"read\":true}"))).isEqualTo("0/0 {}");
    }

    /** The view could not be asked which of them are items, and a record has its bounds. */
    @Test
    void nothingIsSaidOfTooManyLongIdsThatTheViewDoesNotHave() throws Exception {
        publish("a", "x");
        View.awaitCaughtUp();
        String ids = IntStream.range(0, 200)
                .mapToObj(number -> "\"" + "x".repeat(250) + number + "\"")
                .collect(Collectors.joining(","));
        View.whileHeld(app, "user:ann", () -> {
            publish("b", "x");
            ann.post("/items:batch", "{\"ids\":[" + ids + "],\"set\":{\"read\":true}}")
                    .then()
                    .statusCode(503)
                    .body("code", equalTo("store-unavailable"));
        });
        assertThat(of("feed.changed")).isEmpty();
    }

    @Test
    void otherDevicesHearOfItOnTheStream() throws Exception {
        String id = publish("a", "x").path("id");
        View.awaitCaughtUp();
        ann.patch(id, "{\"read\":true}").then().statusCode(200);

        Await.that(() -> lastBadge().equals("0/0 {}"));
        List<Log.Entry> changes = of("feed.changed");
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().data().toString()).isEqualTo("{\"op\":\"read\",\"ids\":[\"" + id + "\"]}");
        assertThat(Log.badges(app + "/user:ann").getLast().data().get("asOf").textValue())
                .startsWith(Log.epoch().text() + ";user:ann~")
                .contains(";everyone~");
    }

    @Test
    void whatIsSaidUpToAPositionIsSoInTheLog() throws Exception {
        publish("a", "x");
        View.awaitCaughtUp();
        String resume = ann.feed("").path("resume");
        ann.post("/seen", "{\"upTo\":\"" + resume + "\",\"category\":\"x\"}")
                .then()
                .statusCode(200);
        // A connection's whole position may be given as it is; only the user's own and everyone are said.
        ann.post("/read", "{\"upTo\":\"" + resume + ";private:orders.17~5;public:news\"}")
                .then()
                .statusCode(200);

        assertThat(of("feed.changed"))
                .map(entry -> entry.data().toString())
                .containsExactly(
                        "{\"op\":\"seen\",\"upTo\":\"" + resume + "\",\"category\":\"x\"}",
                        "{\"op\":\"read\",\"upTo\":\"" + resume + "\"}");
    }

    /** It would be one a user: clients count it until the next that is absolute. */
    @Test
    void aBroadcastMakesNoBadge() throws Exception {
        publish("a", "x");
        Await.that(() -> lastBadge().equals("1/1 {\"x\":1}"));
        View.awaitQuiet();
        int before = Log.badges(app + "/user:ann").size();
        broadcast("b");
        View.awaitQuiet();

        assertThat(Log.badges(app + "/user:ann")).hasSize(before);
        assertThat(ann.counts()).isEqualTo("2/2 {x=1}");
    }

    /** However many of its events are in one. */
    @Test
    void aUserHasOneBadgeABatch() throws Exception {
        publish("a", "x");
        View.awaitQuiet();
        View.whileHeld(app, "user:ann", () -> {
            for (int i = 0; i < 30; i++) {
                publish("b", "x");
            }
        });
        View.awaitQuiet();

        List<String> positions = Log.badges(app + "/user:ann").stream()
                .map(badge -> badge.data().get("asOf").textValue())
                .toList();
        assertThat(positions).doesNotHaveDuplicates().hasSizeLessThan(15);
        assertThat(lastBadge()).isEqualTo("31/31 {\"x\":31}");
    }

    @Test
    void aBadgeIsAbsoluteAndCountsBroadcasts() throws Exception {
        broadcast("b");
        View.awaitCaughtUp();
        publish("a", "x");

        Await.that(() -> lastBadge().equals("2/2 {\"x\":1}"));
    }

    /** A team that writes to the log itself gives its events whatever ids it likes. */
    @Test
    void anItemIsReachedWhateverItsIdIs() throws Exception {
        List<String> ids =
                List.of("a/b", "/", "//a", "a%2Fb", "a b+c", "?a=b#c", "a;b=c", "a:b", "\u00fc\ud83d\udd14", "\\\"");
        for (String id : ids) {
            Log.write(
                    app + "/user:ann",
                    CloudEvent.of(
                            id,
                            "/test",
                            "notification.created",
                            Instant.now(),
                            JsonNodeFactory.instance.objectNode().put("title", id)));
        }
        View.awaitCaughtUp();
        QuickClient client = new QuickClient(Tokens.connection(app, "ann").token(Duration.ofMinutes(5)));
        for (String id : ids) {
            String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
            assertThat(client.call("PATCH", "/v1/feed/items/" + encoded, "{\"read\":true}")
                            .status())
                    .as(id)
                    .isEqualTo(200);
        }
        View.awaitCaughtUp();
        assertThat(ann.titles("?status=unread")).isEmpty();
        assertThat(ann.titles("")).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void anotherUsersItemIsNotThere() throws Exception {
        String id = Calls.publish(app, Calls.to("bob")).path("id");
        View.awaitQuiet();

        ann.patch(id, "{\"read\":true}").then().statusCode(404);
        assertThat(UserApi.of(app, "bob").counts()).isEqualTo("1/1 {}");
    }

    @Test
    void aPositionOfAnotherLogOrBeyondThisOneIsRefused() throws Exception {
        publish("a", "x");
        View.awaitCaughtUp();
        String epoch = Log.epoch().text();
        for (String bad : List.of(
                "",
                "k3f",
                "k3f;user:ann~1",
                epoch + ";user:ann~x",
                epoch,
                epoch + ";user:bob~1",
                epoch + ";user:ann~999999999999",
                epoch + ";everyone~999999999999")) {
            ann.post("/read", "{\"upTo\":\"" + bad + "\"}")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo(bad.isEmpty() ? "validation" : "bad-resume"));
        }
        ann.post("/read", "{\"upTo\":\"" + epoch + ";nochannel~1\"}")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-channel"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"read\":1}", "{\"seen\":false}", "{\"read\":null}"})
    void aChangeThatSaysNothingIsRefused(String body) {
        ann.patch("x", body).then().statusCode(400).body("code", equalTo("validation"));
        ann.post("/items:batch", "{\"ids\":[\"x\"],\"set\":" + body + "}")
                .then()
                .statusCode(400);
    }

    @Test
    void aPositionIsTextAndACategoryHasAName() {
        for (String path : List.of("/read", "/seen")) {
            ann.post(path, "{\"upTo\":1,\"category\":\"\"}")
                    .then()
                    .statusCode(400)
                    .body("errors.field", containsInAnyOrder("upTo", "category"));
        }
    }

    @Test
    void moreThanAThousandIdsAreTooMany() {
        String ids =
                IntStream.rangeClosed(0, 1_000).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
        ann.post("/items:batch", "{\"ids\":[" + ids + "],\"set\":{\"read\":true}}")
                .then()
                .statusCode(400)
                .body("errors.field", contains("ids"));
    }

    @Test
    void whatTheViewDoesNotHaveInTimeIsAnsweredWithItsPosition() throws Exception {
        String id = publish("a", "x").path("id");
        View.awaitCaughtUp();
        List<Long> offsets = new ArrayList<>();
        View.whileHeld(app, "user:ann", () -> {
            offsets.add(accepted(ann.patch(id, "{\"read\":true}")));
            offsets.add(accepted(ann.post("/read", "{}")));
        });

        Await.that(() -> ann.counts().equals("0/0 {}"));
        assertThat(of("feed.changed")).map(entry -> entry.record().offset()).isEqualTo(offsets);
    }

    private long accepted(Response answer) {
        return answer.then()
                .statusCode(202)
                .body("positions.channel", contains("user:ann"))
                .extract()
                .<Number>path("positions[0].offset")
                .longValue();
    }

    @Test
    void aBatchNeedsIdsAndASet() {
        ann.post("/items:batch", "{}")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("ids"))
                .body("errors.field", hasItem("set"));
        ann.post("/items:batch", "[]").then().statusCode(400);
        ann.post("/read", "no json").then().statusCode(400).body("code", equalTo("malformed"));
    }

    @Test
    void nobodyReadsOrSaysAnythingWithoutATokenOfTheirOwn() {
        RestAssured.given()
                .filter(PublishedContract.HELD)
                .get("/v1/feed")
                .then()
                .statusCode(401)
                .body("code", equalTo("token-missing"));
        UserApi expired = ann;
        RestAssured.given()
                .filter(PublishedContract.HELD)
                .header("Authorization", "Bearer " + expired.token().token(java.time.Duration.ofMinutes(-2)))
                .get("/v1/feed/counters")
                .then()
                .statusCode(401)
                .body("code", equalTo("token-expired"));
        RestAssured.given()
                .filter(PublishedContract.HELD)
                .header("Authorization", "Bearer " + dev.tidings.notifications.fixture.Tokens.service(app))
                .get("/v1/feed")
                .then()
                .statusCode(401);
    }

    private List<Log.Entry> of(String type) {
        return Log.of(app + "/user:ann").stream()
                .filter(entry -> entry.event().get("type").textValue().equals(type))
                .toList();
    }

    private String lastBadge() {
        var data = Log.badges(app + "/user:ann").getLast().data();
        return data.get("unread") + "/" + data.get("unseen") + " " + data.get("byCategory");
    }

    private Response publish(String title, String category) {
        return sent("{\"to\":{\"users\":[\"ann\"]},\"title\":\"%s\",\"category\":\"%s\"}".formatted(title, category));
    }

    /** Whatever else was said before: words are kept, and what they are kept for is bounded by category. */
    @Test
    void manyCategoriesThatWereReadOneByOneHideNoWord() throws Exception {
        Response first = broadcast("A", "x");
        String older = upTo(first);
        View.awaitCaughtUp();
        ann.feed("");
        for (int i = 0; i < 50; i++) {
            ann.post("/read", "{\"category\":\"c%d\"}".formatted(i)).then().statusCode(200);
        }
        broadcast("B", "x");
        View.awaitCaughtUp();
        ann.post("/read", "{\"category\":\"x\"}").then().statusCode(200);
        ann.patch(first.path("id"), "{\"read\":false}").then().statusCode(200);
        assertThat(ann.counts()).isEqualTo("1/0 {x=1}");

        Response answer = ann.post("/read", "{\"category\":\"x\",\"upTo\":\"%s\"}".formatted(older));
        assertThat(UserApi.counts(answer)).isEqualTo("0/0 {}");
    }

    private String upTo(Response broadcast) {
        return "%s;user:ann~-1;everyone~%d"
                .formatted(
                        broadcast.<String>path("positions[0].epoch"), broadcast.<Integer>path("positions[0].offset"));
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
