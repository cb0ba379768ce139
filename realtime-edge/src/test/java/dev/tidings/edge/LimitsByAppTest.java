package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much fits into an edge, and what one app may otherwise than the rest. */
@QuarkusTest
@TestProfile(LimitsByAppTest.Small.class)
class LimitsByAppTest extends EdgeTest {

    private static final String SMALL = "small";

    private final List<TestSocket> open = new ArrayList<>();

    @AfterEach
    void leave() {
        open.forEach(TestSocket::close);
        // Its place is free when the edge has seen that it is gone.
        TestSocket.connectWhenThereIsRoom(stream(), token()).close();
    }

    @Test
    void anEdgeThatIsFullSaysSoAndServesThoseItHas() {
        for (int i = 0; i < 6; i++) {
            enter(APP, user + i);
        }
        refused(APP, user + "7", 503, "over-capacity");
        log.publish(APP, "user:" + user + "0", "still served");
        open.getFirst().next("event");
        open.getFirst().close();
        TestSocket.connectWhenThereIsRoom(stream(), signer.connectionToken(APP, user + "7"))
                .close();
    }

    @Test
    void anAppHasItsShareAndOthersTheRest() {
        enter(SMALL, user + 1);
        enter(SMALL, user + 2);
        enter(SMALL, user + 3);
        refused(SMALL, user + 4, 503, "over-capacity");
        enter(APP, user + 4);
    }

    @Test
    void aUserOfAnAppHasAsManyConnectionsAsThatAppSays() {
        enter(SMALL, user);
        enter(SMALL, user);
        refused(SMALL, user, 429, "too-many-connections");
        enter(APP, user);
        enter(APP, user);
        enter(APP, user);
    }

    @Test
    void aConnectionOfAnAppHasAsManyChannelsAndSendsAsMuchAsThatAppSays() {
        TestSocket small = enter(SMALL, user);
        TestSocket usual = enter(APP, user);
        for (TestSocket socket : open) {
            socket.send("{\"type\":\"subscribe\",\"channel\":\"public:1\"}");
            socket.send("{\"type\":\"subscribe\",\"channel\":\"public:2\"}");
        }
        usual.next("subscribed", "public:2");
        assertThat(small.next("error").path("code").asText()).isEqualTo("too-many-channels");
        String big = "{\"type\":\"pong\",\"x\":\"" + "ü".repeat(150) + "\"}";
        // A member that is not in the stream's document, for its length only.
        usual.sendUnchecked(big);
        usual.send("{\"type\":\"unsubscribe\",\"channel\":\"public:2\"}");
        usual.next("unsubscribed", "public:2");
        small.sendUnchecked(big);
        assertThat(small.closeCode()).isEqualTo(1009);
    }

    @Test
    void aConnectionOfAnAppSendsAsOftenAsThatAppSays() {
        TestSocket small = enter(SMALL, user);
        for (int i = 0; i < 5; i++) {
            small.send("{\"type\":\"pong\"}");
        }
        assertThat(small.next("error").path("code").asText()).isEqualTo("rate-limited");
    }

    @Test
    void anAppMakesAsManyHandshakesASecondAsItMay() {
        for (int i = 0; i < 5; i++) {
            handshake("slow", user).then().statusCode(200);
        }
        refused("slow", user, 429, "too-many-connections");
        handshake(APP, user).then().statusCode(200);
    }

    private TestSocket enter(String app, String name) {
        TestSocket socket = TestSocket.connectWhenThereIsRoom(stream(), signer.connectionToken(app, name));
        open.add(socket);
        socket.next("subscribed", "everyone");
        return socket;
    }

    private void refused(String app, String name, int status, String code) {
        handshake(app, name)
                .then()
                .statusCode(status)
                .header("Retry-After", notNullValue())
                .body("code", equalTo(code));
    }

    private io.restassured.response.Response handshake(String app, String name) {
        return given().accept("application/json")
                .header("Authorization", "Bearer " + signer.connectionToken(app, name))
                .get("/v1/stream");
    }

    public static final class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tidings.edge.session.connections", "6",
                    "tidings.edge.apps.small.limits.connections", "3",
                    "tidings.edge.apps.small.limits.connections-per-user", "2",
                    "tidings.edge.apps.small.limits.channels", "1",
                    "tidings.edge.apps.small.limits.message-bytes", "200",
                    "tidings.edge.apps.small.limits.messages-per-second", "1",
                    "tidings.edge.apps.small.limits.message-burst", "4",
                    "tidings.edge.apps.slow.limits.handshakes-per-second", "1");
        }
    }
}
