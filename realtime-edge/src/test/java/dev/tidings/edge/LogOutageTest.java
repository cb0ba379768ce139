package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestLog;
import dev.tidings.edge.support.TestSocket;
import dev.tidings.edge.support.ThreeWays;
import dev.tidings.local.kafka.KafkaBroker;
import dev.tidings.local.testing.TestBackends;
import dev.tidings.local.testing.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log goes away, comes back, or is another one: the edge goes on by itself, and says what it must. */
@QuarkusTest
class LogOutageTest extends EdgeTest {

    private final KafkaBroker kafka = TestBackends.kafka();

    @Test
    void whileTheLogIsAwayWhatIsInMemoryIsServedAndAfterwardsItGoesOn() throws Exception {
        Epoch epoch = log.epoch();
        List<Long> before = log.publishAll(APP, channel, 10, "before");
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            kafka.kill();
            try {
                try (TestSocket second = resume(epoch, before.get(4))) {
                    assertThat(second.eventsUntil(channel, before.getLast())).hasSize(5);
                    second.next("live", channel);
                    given().get("/q/health/ready").then().statusCode(200);
                }
            } finally {
                kafka.restart();
            }
            long after = log.publish(APP, channel, "after").offset();
            assertThat(ann.next("event", channel).path("offset").asLong()).isEqualTo(after);
        }
    }

    @Test
    void whatOnlyTheLogHasIsRefusedWhileItIsAwayAndWhoWaitsForItHasItAfterwards() throws Exception {
        Epoch epoch = log.epoch();
        List<Long> old = log.publishAll(APP, channel, 10, "old");
        // The tail holds less than that.
        log.publishAll(APP, channel, 300, "x".repeat(2_000));
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            kafka.kill();
            try {
                String position = "\"epoch\":\"" + epoch + "\",\"offset\":" + old.getFirst();
                awaitRefusal(ann, position);
                given().accept("application/json")
                        .header("Authorization", "Bearer " + token())
                        .queryParam("resume", epoch + ";" + channel + "~" + old.getFirst())
                        .get("/v1/stream")
                        .then()
                        .statusCode(503)
                        .header("Retry-After", notNullValue())
                        .body("code", equalTo("log-unavailable"));
                ann.send("{\"type\":\"subscribe\",\"channel\":\"public:new\"}");
                ann.next("subscribed", "public:new");
            } finally {
                kafka.restart();
            }
            JsonNode subscribed = ann.next("subscribed", channel);
            assertThat(subscribed.path("recovered").asBoolean()).isTrue();
            ann.next("live", channel);
        }
        try (TestSocket second =
                TestSocket.connectWhenThereIsRoom(stream(), token(), epoch + ";" + channel + "~" + old.getFirst())) {
            assertThat(second.eventsUntil(channel, old.getLast())).hasSize(9);
        }
    }

    /** Until the edge has noticed, it takes the wish and waits: such a one is served when the log is back. */
    private void awaitRefusal(TestSocket ann, String position) {
        JsonNode answer;
        do {
            ann.send("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"," + position + "}");
            ann.send("{\"type\":\"unsubscribe\",\"channel\":\"public:none\"}");
            answer = ann.next("error");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        } while (!answer.path("code").asText().equals("log-unavailable"));
    }

    @Test
    void whoeverReadsMissesNothingInWhateverWay() throws Exception {
        try (ThreeWays ann = ThreeWays.open(http(), token(), channel)) {
            List<Long> offsets = new ArrayList<>(log.publishAll(APP, channel, 10, "before"));
            kafka.kill();
            try {
                ann.poll();
            } finally {
                kafka.restart();
            }
            offsets.addAll(log.publishAll(APP, channel, 10, "after"));
            ann.assertReceived(offsets);
        }
    }

    @Test
    void whoPublishesWhileTheLogIsAwayIsToldSo() throws Exception {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user, "private:room.*");
        claims.setStringListClaim(Claim.PUBLISH, List.of("private:room.*"));
        try (TestSocket ann = TestSocket.connect(stream(), signer.sign(TokenKind.CONNECTION, claims))) {
            ann.next("subscribed", "everyone");
            kafka.kill();
            try {
                ann.send("{\"type\":\"publish\",\"channel\":\"private:room.1\",\"event\":\"typing\",\"ref\":1}");
                JsonNode error = ann.next("error");
                assertThat(error.path("code").asText()).isEqualTo("log-unavailable");
                assertThat(error.path("ref").asInt()).isEqualTo(1);
            } finally {
                kafka.restart();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, -7})
    void aLogThatWasMadeAnewIsAnotherEpochAndEveryClientIsTold(int morePartitions) {
        Epoch before = log.epoch();
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            log.publish(APP, channel, "of the old log");
            ann.next("event", channel);
            log.makeAnew(morePartitions);
            JsonNode subscribed = ann.next("subscribed", channel);
            assertThat(subscribed.path("recovered").asBoolean(true)).isFalse();
            assertThat(subscribed.path("reason").asText()).isEqualTo("epoch");
            assertThat(subscribed.path("epoch").asText()).isEqualTo(log.epoch().text());
            assertServedByAll(ann);
            assertThat(log.epoch()).isNotEqualTo(before);
        }
        try (TestSocket late = resume(before, 0)) {
            assertThat(late.next("welcome").path("epoch").asText())
                    .isEqualTo(log.epoch().text());
            assertThat(late.next("subscribed", channel).path("reason").asText()).isEqualTo("epoch");
        }
    }

    @Test
    void aPartitionMoreIsAnotherEpochAndNothingOfItIsMissed() {
        Epoch before = log.epoch();
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            log.addPartition();
            assertThat(ann.next("subscribed", channel).path("reason").asText()).isEqualTo("epoch");
            assertServedByAll(ann);
            assertThat(log.epoch()).isNotEqualTo(before);
        }
    }

    /** Many users, so that every partition has some: each gets what is sent to it. */
    private void assertServedByAll(TestSocket ann) {
        try (TestLog fresh = log.another()) {
            long offset = fresh.publish(APP, channel, "of the new log").offset();
            assertThat(ann.next("event", channel).path("offset").asLong()).isEqualTo(offset);
            for (int i = 0; i < 30; i++) {
                String other = user + i;
                try (TestSocket socket = TestSocket.connect(stream(), signer.connectionToken(APP, other))) {
                    socket.next("subscribed", "everyone");
                    long its = fresh.publish(APP, "user:" + other, "its own").offset();
                    assertThat(socket.next("event").path("offset").asLong()).isEqualTo(its);
                }
            }
        }
    }
}
