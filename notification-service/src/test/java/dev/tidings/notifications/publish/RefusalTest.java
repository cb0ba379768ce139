package dev.tidings.notifications.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.tidings.contract.token.Scope;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.PublishedContract;
import dev.tidings.notifications.fixture.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class RefusalTest {

    private static final Duration SOON = Duration.ofMinutes(5);

    private final String app = Calls.newApp();

    @Test
    void withoutATokenNothingIsRead() {
        RestAssured.given()
                .filter(PublishedContract.HELD)
                .contentType(ContentType.JSON)
                .body("not even JSON")
                .post("/v1/notifications")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer realm=\"tidings\""))
                .body("code", equalTo("token-missing"));
    }

    @Test
    void aTokenMustBeGoodAndOfTheRightKindAndScope() {
        Tokens good = Tokens.of(app, Scope.NOTIFICATIONS_WRITE);
        refused(good.forged().token(SOON), 401, "token-invalid");
        refused(good.ofKind(TokenKind.CONNECTION).token(SOON), 401, "token-invalid");
        refused("nonsense", 401, "token-invalid");
        refused(good.token(Duration.ofMinutes(-1)), 401, "token-expired");
        refused(Tokens.of(app, Scope.EVENTS_WRITE, Scope.TOKENS_ISSUE).token(SOON), 403, "scope-missing");
        assertThat(Log.of(app + "/user:ann")).isEmpty();
    }

    private static void refused(String token, int status, String code) {
        String error = status == 401 ? "invalid_token" : "insufficient_scope";
        Calls.publishAs(token, Calls.to("ann"))
                .then()
                .statusCode(status)
                .header("WWW-Authenticate", equalTo("Bearer realm=\"tidings\", error=\"" + error + "\""))
                .body("code", equalTo(code));
    }

    @Test
    void basicCredentialsAreNoServiceToken() {
        RestAssured.given()
                .filter(PublishedContract.HELD)
                .auth()
                .preemptive()
                .basic("demo", "demo-secret")
                .contentType(ContentType.JSON)
                .body(Calls.to("ann"))
                .post("/v1/notifications")
                .then()
                .statusCode(401)
                .body("code", equalTo("token-invalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"to\":", "{} {}", "{\"title\":\"a\",\"title\":\"b\"}"})
    void whatIsNoJsonIsMalformed(String body) {
        Calls.publish(app, body).then().statusCode(400).body("code", equalTo("malformed"));
    }

    @Test
    void anotherBodyThanAnObjectIsRefused() {
        Calls.publish(app, "[]").then().statusCode(400).body("code", equalTo("validation"));
    }

    @Test
    void allFaultsAreNamedAtOnceAndNothingIsPublished() {
        Calls.publish(app, """
                {"to":{"users":["ann","b b",7]},"type":"","category":1,"title":"%s","body":false,"url":"javascript:alert(1)",
                 "icon":"data:image/png;base64,AA","actions":[{"label":"Go"},{"url":"/x"}],"group":[],"priority":"urgent",
                 "expiresAt":"tomorrow","data":[]}""".formatted("x".repeat(201)))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("validation"))
                .body(
                        "errors.field",
                        containsInAnyOrder(
                                "to.users[1]",
                                "to.users[2]",
                                "type",
                                "category",
                                "title",
                                "body",
                                "url",
                                "icon",
                                "actions[0].url",
                                "actions[1].label",
                                "group",
                                "priority",
                                "expiresAt",
                                "data"));
        assertThat(Log.of(app + "/user:ann")).isEmpty();
    }

    @Test
    void titleAndBodyHaveTheirLength() {
        Calls.publish(app, sized(200, 4_000)).then().statusCode(202);
        fields(sized(201, 4_001), "title", "body");
    }

    private static String sized(int title, int body) {
        return "{\"to\":{\"users\":[\"ann\"]},\"title\":\"%s\",\"body\":\"%s\"}"
                .formatted("x".repeat(title), "x".repeat(body));
    }

    @Test
    void toAndTitleAreRequired() {
        fields("{}", "to", "title");
        fields("""
                {"to":null,"title":" "}""", "to", "title");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"users\":[\"ann\"],\"everyone\":true}",
                "{\"everyone\":true,\"channel\":\"public:news\"}",
                "{\"user\":\"ann\"}"
            })
    void toIsExactlyOneOfItsKinds(String to) {
        fields("{\"title\":\"Hi\",\"to\":" + to + "}", "to");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"users\":[]}|to.users",
                "{\"users\":\"ann\"}|to.users",
                "{\"everyone\":false}|to.everyone",
                "{\"everyone\":\"true\"}|to.everyone",
                "{\"channel\":\"user:ann\"}|to.channel",
                "{\"channel\":\"everyone\"}|to.channel",
                "{\"channel\":7}|to.channel"
            })
    void eachKindOfRecipientHasItsForm(String to, String field) {
        fields("{\"title\":\"Hi\",\"to\":" + to + "}", field);
    }

    @Test
    void moreThanAThousandUsersAreTooMany() {
        String users =
                IntStream.rangeClosed(0, 1_000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
        fields("{\"title\":\"Hi\",\"to\":{\"users\":[" + users + "]}}", "to.users");
    }

    @Test
    void aBodyWhoseOnlyFaultIsAChannelIsBadChannel() {
        Calls.publish(app, """
                {"to":{"channel":"orders.17"},"title":"Hi"}""")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-channel"))
                .body("errors.field", contains("to.channel"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                " javascript:alert(1)",
                "java\\tscript:alert(1)",
                "\\u0001javascript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "file:///etc/passwd",
                "mailto:a@example.com",
                "https:",
                "http:///x",
                "/with blank",
                ""
            })
    void aLinkIsOneForAPage(String url) {
        fields("{\"title\":\"Hi\",\"to\":{\"everyone\":true},\"url\":\"" + url + "\"}", "url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/17",
                "orders?x=1#y",
                "?a:b",
                "HTTPS://example.com/ä",
                "http://localhost:8080",
                "//cdn/x",
                "./a:b"
            })
    void linksMayBeAbsoluteOrRelative(String url) {
        Calls.publish(app, "{\"title\":\"Hi\",\"to\":{\"users\":[\"ann\"]},\"url\":\"" + url + "\"}")
                .then()
                .statusCode(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2020-01-01T00:00:00Z", "2099-01-01", "2099-01-01T00:00:00", "+10000-01-01T00:00:00Z", "now"})
    void expiresAtIsATimeThatIsStillToCome(String time) {
        fields("{\"title\":\"Hi\",\"to\":{\"everyone\":true},\"expiresAt\":\"" + time + "\"}", "expiresAt");
    }

    @Test
    void whatNoStoreCanHoldIsRefusedWhereverItIs() {
        fields("""
                {"to":{"everyone":true},"title":"a\\u0000b","body":"\\ud800","group":"\\u0000","actions":[{"label":"\\u0000","url":"/"}],
                 "data":{"x":[{"\\u0000":1}]}}""", "title", "body", "group", "actions[0].label", "data");
    }

    @Test
    void dataIsBoundedInSizeAndDepth() {
        String tooLong = "x".repeat(JsonData.MAX_BYTES - "{\"x\":\"\"}".length() + 1);
        fields("{\"title\":\"Hi\",\"to\":{\"everyone\":true},\"data\":{\"x\":\"" + tooLong + "\"}}", "data");
        String deep = "[".repeat(32) + "]".repeat(32);
        fields("{\"title\":\"Hi\",\"to\":{\"everyone\":true},\"data\":{\"x\":" + deep + "}}", "data");
        String notTooDeep = "[".repeat(31) + "]".repeat(31);
        Calls.publish(app, "{\"title\":\"Hi\",\"to\":{\"everyone\":true},\"data\":{\"x\":" + notTooDeep + "}}")
                .then()
                .statusCode(202);
    }

    @Test
    void aRecordOfOver64KiBIsRefused() {
        String url = "/" + "あ".repeat(2_047);
        String actions = IntStream.range(0, 10)
                .mapToObj(i -> "{\"label\":\"x\",\"url\":\"" + url + "\"}")
                .collect(Collectors.joining(","));
        String body =
                "{\"title\":\"Hi\",\"to\":{\"everyone\":true},\"actions\":[" + actions + "],\"icon\":\"" + url + "\"}";
        fields(body, "");
    }

    @Test
    void aRequestOfOver1MiBIsTooLarge() {
        Calls.publish(app, "{\"title\":\"" + "x".repeat(1024 * 1024) + "\"}")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("too-large"));
    }

    @Test
    void whatTheFrameworkRefusesIsAProblemToo() {
        RestAssured.given()
                .filter(PublishedContract.HELD)
                .header("Authorization", "Bearer " + Tokens.service(app))
                .contentType("text/plain")
                .body("{}")
                .post("/v1/notifications")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
        RestAssured.get("/v1/notifications")
                .then()
                .statusCode(405)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("method-not-allowed"));
    }

    private void fields(String body, String... fields) {
        Response answer = Calls.publish(app, body);
        answer.then()
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("errors.field", containsInAnyOrder(fields));
    }
}
