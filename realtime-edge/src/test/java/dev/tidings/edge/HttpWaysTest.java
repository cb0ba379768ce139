package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.EventStream;
import dev.tidings.edge.support.StreamContract;
import dev.tidings.local.testing.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** The same events in the same order, from the same positions, over server-sent events and long polls. */
@QuarkusTest
class HttpWaysTest extends EdgeTest {

    @Test
    void anEventStreamCarriesTheMessagesByNameAndTheEventsWithout() {
        try (EventStream ann = events(null)) {
            assertThat(ann.response().headers().firstValue("content-type")).contains("text/event-stream");
            EventStream.Event welcome = ann.next(event -> event.name().equals("welcome"));
            assertThat(welcome.json().path("user").asText()).isEqualTo(user);
            assertThat(welcome.id()).isEmpty();
            ann.next(event -> event.name().equals("subscribed") && event.data().contains("everyone"));
            long offset = log.publish(APP, channel, "hello").offset();
            EventStream.Event event = ann.nextEvent();
            assertThat(event.json().path("type").asText()).isEqualTo("event");
            assertThat(event.json().path("offset").asLong()).isEqualTo(offset);
            assertThat(event.id()).startsWith(log.epoch() + ";" + channel + "~" + offset + ";everyone~");
        }
    }

    @Test
    void anEventStreamGoesOnFromItsLastId() {
        log.publish(APP, channel, "before");
        String id;
        try (EventStream ann = events(null)) {
            ann.next(event -> event.name().equals("subscribed") && event.data().contains("everyone"));
            log.publish(APP, channel, "1");
            // The one before may have come after the subscription.
            id = ann.next(event -> event.data().contains("\"text\":\"1\"")).id();
        }
        long personal = log.publish(APP, channel, "2").offset();
        long broadcast = log.publish(APP, "everyone", "3").offset();
        try (EventStream ann = events(id)) {
            List<Long> offsets = List.of(
                    ann.nextEvent().json().path("offset").asLong(),
                    ann.nextEvent().json().path("offset").asLong());
            assertThat(offsets).containsExactlyInAnyOrder(personal, broadcast);
        }
    }

    @Test
    void anEventThatHoldsLineEndsArrivesWhole() {
        try (EventStream ann = events(null)) {
            ann.next(event -> event.name().equals("subscribed") && event.data().contains("everyone"));
            log.send(
                    APP + "/" + channel,
                    "{\"specversion\":\"1.0\",\n\"id\":\"1\",\r\n\"source\":\"/s\",\r\"type\":\"t\",\"data\":\"a\\nb\"}"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(ann.nextEvent().json().at("/event/data").asText()).isEqualTo("a\nb");
        }
    }

    @Test
    void silenceOnAnEventStreamIsBrokenByAComment() {
        try (EventStream ann = events(null)) {
            ann.next(event -> event.name().equals("subscribed") && event.data().contains("everyone"));
            ann.next(event -> event.name().equals(":"));
        }
    }

    @Test
    void anEventStreamEndsWithItsTime() {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user);
        claims.setClaim(Claim.CONNECTION_EXPIRY, Instant.now().plusSeconds(3).getEpochSecond());
        try (EventStream ann = new EventStream(http(), signer.sign(TokenKind.CONNECTION, claims), null)) {
            ann.next(event -> event.name().equals("expiring"));
            ann.next(event -> event.name().equals("end"));
        }
    }

    @Test
    void theFirstPollAnswersAtOnceWithThePositionToGoOnFrom() {
        JsonPath first = poll(null, 25);
        assertThat(first.getList("events")).isEmpty();
        assertThat(first.getList("subscribed")).hasSize(2);
        assertThat(first.getString("resume")).startsWith(log.epoch() + ";" + channel + "~");
    }

    @Test
    void aPollAnswersWithWhatCameAndGoesOnFromThere() {
        String resume = poll(null, 0).getString("resume");
        long offset = log.publish(APP, channel, "1").offset();
        JsonPath second = poll(resume, 25);
        assertThat(second.getList("events.offset", Long.class)).containsExactly(offset);
        assertThat(poll(second.getString("resume"), 0).getList("events")).isEmpty();
    }

    @Test
    void aBacklogComesInAnswersOfAtMostFiveHundredEachEventOnce() {
        String resume = poll(null, 0).getString("resume");
        List<Long> published = log.publishAll(APP, channel, 1_200, "n");
        List<Long> received = new ArrayList<>();
        while (received.size() < published.size()) {
            JsonPath answer = poll(resume, 25);
            List<Long> offsets = answer.getList("events.offset", Long.class);
            assertThat(offsets).isNotEmpty().hasSizeLessThanOrEqualTo(500);
            received.addAll(offsets);
            resume = answer.getString("resume");
        }
        assertThat(received).isEqualTo(published);
    }

    @Test
    void aGapIsSaidInAPollToo() {
        given(asPoll())
                .queryParam("resume", "another;" + channel + "~1")
                .get("/v1/stream")
                .then()
                .statusCode(200)
                .body("events", hasSize(0))
                .body("subscribed.find { it.channel == '" + channel + "' }.recovered", equalTo(false))
                .body("subscribed.find { it.channel == '" + channel + "' }.reason", equalTo("epoch"));
    }

    @Test
    void pollsOneAfterTheOtherTakeOnePlace() {
        LongStream.range(0, 20).forEach(i -> poll(null, 0));
    }

    @Test
    void theDoorIsTheSame() {
        for (String accept : List.of("text/event-stream", "application/json")) {
            given().accept(accept)
                    .get("/v1/stream")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .body("code", equalTo("token-missing"));
            given().accept(accept)
                    .header("Authorization", "Bearer " + token())
                    .header("Origin", "https://evil.example.com")
                    .get("/v1/stream")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("origin-refused"));
        }
    }

    @Test
    void aPageOfTheAppMayReadAndAnotherMayNot() {
        given().header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .options("/v1/stream")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", "http://localhost:3000")
                .header("Access-Control-Allow-Headers", containsString("Authorization"));
        given(asPoll())
                .header("Origin", "http://localhost:3000")
                .get("/v1/stream")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "http://localhost:3000");
        given().header("Origin", "https://evil.example.com")
                .options("/v1/stream")
                .then()
                .statusCode(405)
                .header("Access-Control-Allow-Origin", (String) null);
    }

    private EventStream events(String lastEventId) {
        return new EventStream(http(), token(), lastEventId);
    }

    private JsonPath poll(String resume, int wait) {
        RequestSpecification request = given(asPoll()).queryParam("wait", wait);
        if (resume != null) {
            request.queryParam("resume", resume);
        }
        JsonPath answer =
                request.get("/v1/stream").then().statusCode(200).extract().jsonPath();
        StreamContract.answered(answer.getObject("", JsonNode.class));
        return answer;
    }

    private RequestSpecification asPoll() {
        return given().accept("application/json").header("Authorization", "Bearer " + token());
    }
}
