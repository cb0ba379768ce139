package dev.tidings.notifications.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.PublishedContract;
import dev.tidings.notifications.fixture.Sql;
import dev.tidings.notifications.fixture.Tokens;
import dev.tidings.notifications.fixture.View;
import dev.tidings.notifications.store.StoreGuard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /v1/preferences}, and what becomes of publishes. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class PreferencesTest {

    @Inject
    StoreGuard guard;

    private final String app = Calls.newApp();

    @BeforeEach
    void whenEverythingIsThere() throws Exception {
        Await.that(() -> !Sql.rows("select to_regclass('mute')").contains("null"));
        Await.that(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
        awaitAsked();
    }

    /** Publishing asks for preferences: after the database was away it does so only some time later. */
    private void awaitAsked() throws Exception {
        String elsewhere = Calls.newApp();
        String probe = Tokens.connection(elsewhere, "probe").token(Duration.ofMinutes(5));
        Await.that(() ->
                Calls.as(probe).body(body("probing")).put("/v1/preferences").statusCode() == 200);
        Await.that(() -> Calls.publish(elsewhere, to("[\"probe\"]", "probing", "normal"))
                .<List<?>>path("positions")
                .isEmpty());
    }

    @Test
    void whatWasPutIsThereAndNothingElse() {
        read("ann").body("muted", empty());
        put("ann", "marketing", "news", "news").body("muted", contains("marketing", "news"));
        read("ann").body("muted", contains("marketing", "news"));
        put("ann", "orders", "news").body("muted", contains("news", "orders"));
        read("ann").body("muted", contains("news", "orders"));
        put("ann").body("muted", empty());
        read("ann").body("muted", empty());
    }

    @Test
    void aUsersPreferencesAreNobodyElses() {
        put("ann", "marketing");
        read("bob").body("muted", empty());
        RestAssured.given()
                .filter(PublishedContract.HELD)
                .header(
                        "Authorization",
                        Tokens.connection(Calls.newApp(), "ann").bearer())
                .get("/v1/preferences")
                .then()
                .body("muted", empty());
        for (String notAUsers : List.of(Tokens.service(app), "nonsense")) {
            Calls.as(notAUsers).get("/v1/preferences").then().statusCode(401).body("code", equalTo("token-invalid"));
        }
        RestAssured.given()
                .filter(PublishedContract.HELD)
                .get("/v1/preferences")
                .then()
                .statusCode(401)
                .body("code", equalTo("token-missing"));
    }

    @Test
    void whatIsNoListOfCategoriesIsRefused() {
        refused("{}", "muted");
        refused("{\"muted\":\"marketing\"}", "muted");
        refused("{\"muted\":[1,\"ok\",\" \"]}", "muted[0]", "muted[2]");
        refused("{\"muted\":[\"" + "x".repeat(101) + "\"]}", "muted[0]");
        String tooMany = IntStream.range(0, 101).mapToObj(i -> "\"c" + i + "\"").collect(Collectors.joining(","));
        refused("{\"muted\":[" + tooMany + "]}", "muted");
        read("ann").body("muted", empty());
    }

    private void refused(String body, String... fields) {
        putBody("ann", body).then().statusCode(400).body("errors.field", containsInAnyOrder(fields));
    }

    @Test
    void nothingOfAMutedCategoryIsPublishedToThatUser() {
        put("ann", "marketing");

        publish("marketing", "normal").body("positions.channel", contains("user:bob"));
        publish("orders", "normal").body("positions.channel", contains("user:ann", "user:bob"));
        publish("marketing", "critical").body("positions.channel", contains("user:ann", "user:bob"));
        Calls.publish(app, to("[\"ann\"]", "marketing", "high"))
                .then()
                .statusCode(202)
                .body("positions", empty());
        assertThat(Log.of(app + "/user:ann").stream()
                        .map(entry -> entry.data().path("category").textValue() + " "
                                + entry.data().path("priority").textValue()))
                .containsExactly("orders normal", "marketing critical");

        put("ann");
        publish("marketing", "normal").body("positions.channel", contains("user:ann", "user:bob"));
    }

    /** Too many who wait for the database are no sign that it is away, where nobody would be left out. */
    @Test
    void whileTooManyWaitForTheDatabaseIsPublishedToNobodyWhoMutedIt() {
        put("ann", "marketing");
        List<UniEmitter<? super Boolean>> waiting = new CopyOnWriteArrayList<>();
        try {
            for (int i = 0; i < 1_100; i++) {
                guard.guarded(Uni.createFrom().<Boolean>emitter(waiting::add))
                        .subscribe()
                        .with(answer -> {}, failure -> {});
            }
            Calls.publish(app, to("[\"ann\"]", "marketing", "normal"))
                    .then()
                    .statusCode(503)
                    .body("code", equalTo("over-capacity"));
        } finally {
            waiting.forEach(question -> question.complete(true));
        }

        Calls.publish(app, to("[\"ann\"]", "marketing", "normal"))
                .then()
                .statusCode(202)
                .body("positions", empty());
        assertThat(Log.of(app + "/user:ann")).isEmpty();
    }

    @Test
    void inABatchEachIsAskedForItsOwnCategory() {
        put("ann", "marketing");
        put("bob", "orders");

        String all = Stream.of("marketing", "orders", "news")
                .map(category -> to("[\"ann\",\"bob\"]", category, "normal"))
                .collect(Collectors.joining(",", "[", "]"));
        Calls.publishBatch(app, all)
                .then()
                .statusCode(200)
                .body("results[0].positions.channel", contains("user:bob"))
                .body("results[1].positions.channel", contains("user:ann"))
                .body("results[2].positions.channel", contains("user:ann", "user:bob"));
    }

    @Test
    void amongAThousandUsersTheRightOnesAreLeftOut() {
        put("u17", "marketing");
        put("u998", "marketing");
        String users = IntStream.range(0, 1_000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));

        List<String> channels = Calls.publish(app, to("[" + users + "]", "marketing", "normal"))
                .then()
                .statusCode(202)
                .extract()
                .path("positions.channel");
        assertThat(channels).hasSize(998).doesNotContain("user:u17", "user:u998");
    }

    @Test
    void whatIsForEveryoneOrAChannelIsPublishedOnceForAll() {
        put("ann", "marketing");
        for (String to : List.of("{\"everyone\":true}", "{\"channel\":\"public:a\"}")) {
            Calls.publish(app, "{\"to\":" + to + ",\"title\":\"Hi\",\"category\":\"marketing\"}")
                    .then()
                    .statusCode(202)
                    .body("positions.size()", equalTo(1));
        }
    }

    /** For broadcasts: the feed leaves out what lies between. */
    @Test
    void eachTimeACategoryWasMutedIsKeptWithItsPlaces() throws Exception {
        long before = broadcast();
        put("ann", "marketing");
        put("ann", "marketing", "news"); // Says nothing new about marketing.
        long during = broadcast();
        put("ann", "news");
        put("ann", "marketing", "news");
        put("ann", "news"); // Nothing came while it was muted: no interval.
        long after = broadcast();
        put("ann", "marketing", "news");

        // The partition is not this app's alone: what others have there may lie between a broadcast and what was said
        // after it.
        assertThat(Sql.rows("""
                select after_epoch = ? and after_offset between ? and ? and until_epoch = after_epoch and until_offset between ? and ?
                from mute where app = ? and user_id = 'ann' and category = 'marketing' and until_offset is not null""", epoch(), before, during - 1, during, after - 1, app))
                .containsExactly("t");
        assertThat(Sql.rows("""
                select after_epoch = ? and after_offset >= ? and until_epoch is null
                from mute where app = ? and user_id = 'ann' and category = 'marketing' and until_offset is null""", epoch(), after, app)).containsExactly("t");
    }

    private static String epoch() throws Exception {
        return Log.epoch().text();
    }

    /** The offset of one. */
    private long broadcast() {
        return ((Number) Calls.publish(app, "{\"to\":{\"everyone\":true},\"title\":\"Hi\"}")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("positions[0].offset"))
                .longValue();
    }

    @Test
    void devicesThatSayDifferentThingsAtOnceLeaveOneOfThem() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Response>> calls = IntStream.range(0, 24)
                    .<Callable<Response>>mapToObj(i -> () -> putBody("ann", body("shared", "only-" + i % 3)))
                    .toList();
            for (var answer : threads.invokeAll(calls)) {
                answer.get().then().statusCode(200);
            }
        }
        List<String> muted = read("ann").extract().path("muted");
        assertThat(muted).hasSize(2).contains("shared");
        assertThat(Sql.rows("select count(*) from mute where app = ? and until_offset is null", app))
                .containsExactly("2");
    }

    @Test
    void whoPlaysWithTheSwitchFillsNoTable() throws Exception {
        Sql.rows("""
                insert into mute (app, user_id, category, after_epoch, after_offset, until_epoch, until_offset)
                select ?, 'ann', 'c' || n % 7, 'e', n, 'e', n + 1 from generate_series(1, 600) n""", app);
        put("ann", "marketing");
        assertThat(Sql.rows("select count(*), min(after_offset) from mute where app = ? and until_offset > 0", app))
                .containsExactly("500 101");
        read("ann").body("muted", contains("marketing"));
    }

    /** Of a user who is in the view: what was published to them may be on its way into it at any time. */
    @Test
    void whoMutesWaitsForNoBatchOfTheProjection() throws Exception {
        put("ann", "news");
        View.whileHeld(app, "user:ann", () -> put("ann", "marketing").body("muted", contains("marketing")));
    }

    /** Nor of somebody who is met in that batch for the first time. */
    @Test
    void whoIsNewWaitsForNoBatchEither() throws Exception {
        put("bob", "news");
        String anybody = IntStream.range(0, 1_000)
                .mapToObj(i -> "new-" + i)
                .filter(name -> partition(name) == partition("bob"))
                .findFirst()
                .orElseThrow();
        View.whileHeld(app, "user:bob", () -> {
            Calls.publish(app, to("[\"bob\",\"" + anybody + "\"]", "orders", "normal"))
                    .then()
                    .statusCode(202);
            Await.that(() -> View.waitsForARow());
            put(anybody, "marketing").body("muted", contains("marketing"));
            Calls.as(connection(anybody)).get("/v1/feed").then().statusCode(200);
        });
        View.awaitCaughtUp();
        Calls.as(connection(anybody)).get("/v1/feed").then().body("items.size()", equalTo(1));
    }

    /** Who is first waits in the database, here for somebody else's; the others wait for their turn, and hold nothing. */
    @Test
    void whoSaysALotAtOnceHoldsUpNobodyElse() throws Exception {
        put("ann", "news");
        try (var threads = Executors.newFixedThreadPool(40);
                Connection elsewhere = View.connect()) {
            elsewhere.setAutoCommit(false);
            elsewhere
                    .createStatement()
                    .execute("select pg_advisory_xact_lock(hashtextextended('mute " + app + "/ann', 0))");
            List<Future<Response>> answers = Stream.generate(() -> threads.submit(() -> putBody("ann", body("orders"))))
                    .limit(40)
                    .toList();
            Await.that(() -> answers.stream().filter(Future::isDone).count() >= 19);
            Calls.as(connection("bob")).get("/v1/feed").then().statusCode(200);
            put("bob", "news");
            elsewhere.rollback();
            for (Future<Response> answer : answers) {
                assertThat(answer.get().statusCode()).isIn(200, 429, 503);
            }
            assertThat(answers.stream().filter(answer -> answer.resultNow().statusCode() == 429))
                    .hasSize(19)
                    .allSatisfy(answer -> answer.resultNow()
                            .then()
                            .header("Retry-After", equalTo("1"))
                            .body("code", equalTo("rate-limited")));
        }
        read("ann").body("muted", contains("orders"));
    }

    private int partition(String user) {
        return Utils.toPositive(Utils.murmur2((app + "/user:" + user).getBytes(StandardCharsets.UTF_8))) % 12;
    }

    private ValidatableResponse publish(String category, String priority) {
        return Calls.publish(app, to("[\"ann\",\"bob\"]", category, priority))
                .then()
                .statusCode(202);
    }

    private static String to(String users, String category, String priority) {
        return "{\"to\":{\"users\":%s},\"title\":\"Hi\",\"category\":\"%s\",\"priority\":\"%s\"}"
                .formatted(users, category, priority);
    }

    private ValidatableResponse read(String user) {
        return Calls.as(connection(user)).get("/v1/preferences").then().statusCode(200);
    }

    private ValidatableResponse put(String user, String... muted) {
        return putBody(user, body(muted)).then().statusCode(200);
    }

    private Response putBody(String user, String body) {
        return Calls.as(connection(user)).body(body).put("/v1/preferences");
    }

    private static String body(String... muted) {
        return Stream.of(muted)
                .map(category -> "\"" + category + "\"")
                .collect(Collectors.joining(",", "{\"muted\":[", "]}"));
    }

    private String connection(String user) {
        return Tokens.connection(app, user).token(Duration.ofMinutes(5));
    }
}
