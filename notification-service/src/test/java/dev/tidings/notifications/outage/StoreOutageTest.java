package dev.tidings.notifications.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.contract.token.Scope;
import dev.tidings.local.testing.TestBackends;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.KeyTable;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.Tokens;
import dev.tidings.notifications.fixture.UserApi;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class StoreOutageTest {

    private final String app = Calls.newApp();

    @BeforeAll
    static void whenTheSchemaIsThere() throws Exception {
        KeyTable.awaitSchema();
    }

    @Test
    void onlyCallsWithAKeyNeedTheDatabase() throws Exception {
        Calls.publishWithKey(app, "before", Calls.to("bob")).then().statusCode(202);
        TestBackends.postgres().stop();
        try {
            Calls.publish(app, Calls.to("ann")).then().statusCode(202);
            // Who has muted it can't be known now: nobody is left out, and nothing is lost.
            Calls.publish(app, """
                    {"to":{"users":["eve"]},"title":"Hi","category":"orders"}""").then().statusCode(202);
            for (String body : new String[] {"", "{\"muted\":[\"orders\"]}"}) {
                var ann = Calls.as(Tokens.connection(app, "ann").token(Duration.ofMinutes(5)));
                (body.isEmpty() ? ann.get("/v1/preferences") : ann.body(body).put("/v1/preferences"))
                        .then()
                        .statusCode(503)
                        .body("code", equalTo("store-unavailable"));
            }
            UserApi ann = UserApi.of(app, "ann");
            RequestSpecification admin =
                    Calls.as(Tokens.of(app, Scope.USERS_ADMIN).token(Duration.ofMinutes(5)));
            String event = """
                    {"channel":"private:orders.17","type":"order.moved","data":{}}""";
            for (Response answer : List.of(
                    ann.feed(""),
                    ann.counters(),
                    ann.patch("x", "{\"read\":true}"),
                    admin.get("/v1/users/ann/feed"),
                    Calls.publishBatchWithKey(app, "batch", "[" + Calls.to("ann") + "]"),
                    Calls.publishEventWithKey(app, "event", event))) {
                answer.then().statusCode(503).body("code", equalTo("store-unavailable"));
            }
            Calls.publishWithKey(app, "k", Calls.to("ann"))
                    .then()
                    .statusCode(503)
                    .body("code", equalTo("store-unavailable"));
            Calls.publishWithKey(app, "k", "{}").then().statusCode(400);
            // It is in the log: the view follows when it can.
            admin.delete("/v1/users/gone").then().statusCode(202);
            RestAssured.get("/q/health/ready").then().statusCode(200);
        } finally {
            TestBackends.postgres().restart();
        }
        Await.that(() -> Calls.publishWithKey(app, "k", Calls.to("ann")).statusCode() == 202);

        assertThat(Log.of(app + "/user:ann")).hasSize(2);
        assertThat(Log.of(app + "/user:eve")).hasSize(1);
    }

    /** The database carries the question out when it wakes up, long after the call was refused. */
    @Test
    void aKeyThatWasTakenTooLateIsGivenBack() throws Exception {
        Calls.publishWithKey(app, "before", Calls.to("bob")).then().statusCode(202);
        signal("STOP");
        try {
            Calls.publishWithKey(app, "k", Calls.to("ann")).then().statusCode(503);
        } finally {
            signal("CONT");
        }
        Await.that(() -> Calls.publishWithKey(app, "k", Calls.to("ann")).statusCode() == 202);

        assertThat(Log.of(app + "/user:ann")).hasSize(1);
    }

    private static void signal(String name) throws Exception {
        ProcessHandle server = ProcessHandle.of(TestBackends.postgres().pid()).orElseThrow();
        for (ProcessHandle process :
                Stream.concat(Stream.of(server), server.descendants()).toList()) {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }
}
