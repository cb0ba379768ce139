package dev.tidings.notifications.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.contract.token.Scope;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.QuickClient;
import dev.tidings.notifications.fixture.Tokens;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who means no good: with a token of their own, or with none that is good here. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class HostileTest {

    private static final Duration SOON = Duration.ofMinutes(5);

    private final String app = Calls.newApp();
    private final String other = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/notifications",
                "/v1/notifications:batch",
                "/v1/events",
                "/v1/feed/read",
                "/v1/feed/items:batch"
            })
    void whatIsNestedWithoutEndIsNotRead(String path) throws Exception {
        QuickClient client = new QuickClient(
                path.startsWith("/v1/feed") ? Tokens.connection(app, "ann").token(SOON) : Tokens.service(app));
        for (String deep : List.of("[".repeat(200_000), "{\"a\":".repeat(100_000), "[".repeat(65) + "]".repeat(65))) {
            assertThat(client.post(path, deep).of(400).json().get("code").textValue())
                    .isEqualTo("malformed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1e999999999,validation",
        "1e-999999999,validation",
        "-1e400,validation",
        "1e309,validation",
        "1e2147483648,validation",
        "1e2147483649,malformed",
        "1e-2147483649,malformed"
    })
    void aNumberThatNobodyCanHoldIsRefusedAtNoCost(String number, String code) {
        Calls.publish(app, "{\"to\":{\"users\":[\"ann\"]},\"title\":\"t\",\"data\":{\"x\":" + number + "}}")
                .then()
                .statusCode(400)
                .body("code", equalTo(code));
        Calls.publish(app, "{\"to\":{\"users\":[\"ann\"]},\"title\":\"t\",\"data\":{\"x\":" + "9".repeat(1_000) + "}}")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed"));
    }

    @Test
    void aListOfAHundredThousandUsersIsOneFault() {
        String users = "\"u\",".repeat(100_000) + "\"u\"";
        Calls.publish(app, "{\"to\":{\"users\":[" + users + "]},\"title\":\"t\"}")
                .then()
                .statusCode(400)
                .body("errors.field", contains("to.users"));
    }

    /** A megabyte of faults would be a hundred of messages. */
    @Test
    void aBatchOfNothingButFaultsHasASmallAnswer() throws Exception {
        String bad = "{\"to\":{\"users\":[" + "1,".repeat(999) + "1]},\"title\":\"t\"}";
        String body = "[" + Calls.to("ann") + ("," + bad).repeat(999) + "]";
        var answer = new QuickClient(Tokens.service(app))
                .post("/v1/notifications:batch", body)
                .of(400)
                .json();

        assertThat(answer.at("/errors/0/message").textValue()).isEqualTo("must have at most 10000 faults together");
        assertThat(answer.get("errors")).hasSize(1);
        assertThat(Log.of(app + "/user:ann")).isEmpty();
    }

    /** Right to left, combined, joined without width, beyond the first plane: it is text, and comes out as it went in. */
    @Test
    void textOfEveryKindArrivesAsItIs() throws Exception {
        String text =
                "\u202Eevil\u2066\u05E9\u05DC\u05D5\u05DDe\u0301\u200D\uFEFF\uFFFD\uFFFF\uD83D\uDCE6\u2028\u0085<b>&amp;'\u00A0";
        Calls.publish(app, "{\"to\":{\"users\":[\"ann\"]},\"title\":\"" + text + "\",\"category\":\"" + text + "\"}")
                .then()
                .statusCode(202);
        View.awaitCaughtUp();

        assertThat(ann.titles("")).containsExactly(text);
        ann.given().queryParam("category", text).get("/v1/feed").then().body("items.category", contains(text));
    }

    @Test
    void anotherAppsIdsAndPositionsOpenNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            Calls.publish(other, Calls.to("ann")).then().statusCode(202);
        }
        String mine = Calls.publish(app, Calls.to("ann")).path("id");
        View.awaitQuiet();
        UserApi theirs = UserApi.of(other, "ann");
        String foreign = theirs.feed("").path("items[0].id");
        String cursor = theirs.feed("?limit=1").path("page.before");

        ann.patch(foreign, "{\"read\":true}").then().statusCode(404);
        ann.post("/items:batch", "{\"ids\":[\"" + foreign + "\",\"" + mine + "\"],\"set\":{\"archived\":true}}")
                .then()
                .statusCode(200);
        assertThat(ann.feed("?status=archived&before=" + cursor).<List<String>>path("items.id"))
                .isSubsetOf(mine);
        Calls.as(Tokens.of(app, Scope.USERS_ADMIN).token(SOON))
                .get("/v1/users/ann/feed")
                .then()
                .body("items", empty());
        Calls.as(Tokens.of(app, Scope.USERS_ADMIN).token(SOON))
                .delete("/v1/users/ann")
                .then()
                .statusCode(200);
        assertThat(theirs.counts()).isEqualTo("3/3 {}");
        assertThat(theirs.titles("")).hasSize(3);
    }

    @Test
    void aCursorThatWasMadeUpShowsNothingButOnesOwn() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitCaughtUp();
        assertThat(ann.titles("?before=zzzzzzzzzzzz-zzzzzzzzzzzz")).containsExactly("Hello");
        assertThat(ann.titles("?before=0-0")).isEmpty();
        for (String cursor : List.of("-1-0", "0", "0-", "0-0-0", "1zzzzzzzzzzzz-0", "A-0", "0-0'", "%20", "%00")) {
            ann.given()
                    .urlEncodingEnabled(false)
                    .get("/v1/feed?before=" + cursor)
                    .then()
                    .statusCode(400)
                    .body("errors.field", contains("before"));
        }
        ann.given()
                .urlEncodingEnabled(false)
                .get("/v1/feed?category=%00")
                .then()
                .statusCode(400);
    }

    @Test
    void anOffsetThatCanNotBeIsRefused() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitCaughtUp();
        String epoch = Log.epoch().text();
        for (String offset : List.of("-2", "-0", "9223372036854775807", "9223372036854775808", "1e3", "0x1", "")) {
            ann.post("/read", "{\"upTo\":\"" + epoch + ";user:ann~" + offset + "\"}")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("bad-resume"));
        }
        assertThat(UserApi.counts(ann.post("/read", "{\"upTo\":\"" + epoch + ";user:ann~-1;everyone~-1\"}")))
                .isEqualTo("1/1 {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "..%2F..%2Fusers", "a%2Fb", "%FF%FE", "%F0%9F%93%A6", "'%20or%201=1--", "*", "%25"})
    void anIdThatIsNoneIsNotThere(String id) throws Exception {
        View.awaitQuiet();
        ann.given()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"read\":true}")
                .patch("/v1/feed/items/" + id)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1/notifications,NOTIFICATIONS_WRITE",
        "POST,/v1/notifications:batch,NOTIFICATIONS_WRITE",
        "POST,/v1/events,EVENTS_WRITE",
        "GET,/v1/users/ann/feed,USERS_ADMIN",
        "DELETE,/v1/users/ann,USERS_ADMIN"
    })
    void allOtherScopesAreNotTheOne(String method, String path, Scope needed) {
        Scope[] others =
                Arrays.stream(Scope.values()).filter(scope -> scope != needed).toArray(Scope[]::new);
        Calls.as(Tokens.of(app, others).token(SOON))
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(403)
                .body("code", equalTo("scope-missing"));
        Calls.as(Tokens.connection(app, "ann").token(SOON))
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(401)
                .body("code", equalTo("token-invalid"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/feed",
        "GET,/v1/feed/counters",
        "POST,/v1/feed/read",
        "POST,/v1/feed/seen",
        "PATCH,/v1/feed/items/x",
        "POST,/v1/feed/items:batch",
        "GET,/v1/preferences",
        "PUT,/v1/preferences"
    })
    void aBackendIsNoUser(String method, String path) {
        Calls.as(Tokens.of(app, Scope.values()).token(SOON))
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(401)
                .body("code", equalTo("token-invalid"));
    }

    @Test
    void ofTwoTokensNoneIsTaken() {
        Calls.as(Tokens.service(app))
                .header("Authorization", "Bearer " + Tokens.service(other))
                .body(Calls.to("ann"))
                .post("/v1/notifications")
                .then()
                .statusCode(401);
        Calls.as(Tokens.service(app))
                .header("Idempotency-Key", "a")
                .header("Idempotency-Key", "b")
                .body(Calls.to("ann"))
                .post("/v1/notifications")
                .then()
                .statusCode(400)
                .body("errors.field", contains("Idempotency-Key"));
    }

    /** Published to, read, muted and deleted at once: nothing fails, and at the end nothing is left but what came after. */
    @Test
    void aDeletionThatRunsIntoEverythingElseLeavesNothing() throws Exception {
        View.awaitCaughtUp();
        QuickClient backend = new QuickClient(
                Tokens.of(app, Scope.NOTIFICATIONS_WRITE, Scope.USERS_ADMIN).token(SOON));
        QuickClient user = new QuickClient(Tokens.connection(app, "ann").token(SOON));
        List<Callable<QuickClient.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            calls.add(() -> backend.post("/v1/notifications", Calls.to("ann")).of(202));
            calls.add(() -> backend.call("DELETE", "/v1/users/ann", "").of(200, 202));
            calls.add(() -> user.post("/v1/feed/read", "{}").of(200, 202));
            calls.add(() ->
                    user.call("PUT", "/v1/preferences", "{\"muted\":[\"x\"]}").of(200));
            calls.add(() -> user.get("/v1/feed").of(200));
        }
        try (var threads = Executors.newFixedThreadPool(12)) {
            for (Future<QuickClient.Answer> answer : threads.invokeAll(calls)) {
                answer.get();
            }
        }
        View.awaitQuiet();
        // Before any further deletion: what is there is what the log has after the last one, and nothing else.
        Map<Long, String> left = new TreeMap<>(Comparator.reverseOrder());
        long read = -1;
        for (Log.Entry entry : Log.of(app + "/user:ann")) {
            switch (entry.event().get("type").textValue()) {
                case "feed.deleted" -> left.clear();
                case "notification.created" ->
                    left.put(entry.record().offset(), entry.event().get("id").textValue());
                case "feed.changed" -> {
                    String upTo = entry.data().path("upTo").asText();
                    read = Math.max(read, Long.parseLong(upTo.replaceFirst(".*;user:ann~([0-9]+).*", "$1")));
                }
                default -> {}
            }
        }
        long upTo = read;
        assertThat(ann.feed("?limit=100").<List<String>>path("items.id")).containsExactlyElementsOf(left.values());
        assertThat(ann.counters().<Integer>path("unread").longValue())
                .isEqualTo(
                        left.keySet().stream().filter(offset -> offset > upTo).count());
        backend.call("DELETE", "/v1/users/ann", "").of(200);
        assertThat(ann.titles("")).isEmpty();
        assertThat(ann.counts()).isEqualTo("0/0 {}");
        ann.given().get("/v1/preferences").then().body("muted", empty());
    }
}
