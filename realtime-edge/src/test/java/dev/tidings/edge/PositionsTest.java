package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.position.Epoch;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.EventStream;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** How a position is given, in each of the three ways, and what comes of it. */
@QuarkusTest
class PositionsTest extends EdgeTest {

    private final String news = "public:news-of-" + user;
    private final String later = "public:later-of-" + user;

    @Test
    void whatTheResumeStringNamesIsSubscribedFromThereOrFromNow() {
        Epoch epoch = log.epoch();
        long seen = log.publish(APP, news, "seen").offset();
        long missed = log.publish(APP, news, "missed").offset();
        awaitReadByTheEdge(later, log.publish(APP, later, "before").offset());
        String resume = epoch + ";" + news + "~" + seen + ";" + later;
        try (TestSocket ann = TestSocket.connect(stream(), token(), resume)) {
            List<JsonNode> subscribed = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                subscribed.add(ann.next("subscribed"));
                if (subscribed.getLast().path("channel").asText().equals(news)) {
                    assertThat(ann.next("event").path("offset").asLong()).isEqualTo(missed);
                }
            }
            assertThat(subscribed)
                    .extracting(message -> message.path("channel").asText())
                    .containsExactlyInAnyOrder(channel, "everyone", news, later);
            long after = log.publish(APP, later, "after").offset();
            assertThat(ann.next("event").path("offset").asLong()).isEqualTo(after);
        }
    }

    @Test
    void thatTheReplayIsOverIsSaidOnce() {
        Epoch epoch = log.epoch();
        List<Long> offsets = log.publishAll(APP, channel, 200, "n");
        awaitReadByTheEdge(channel, offsets.getLast());
        try (TestSocket ann = resume(epoch, offsets.getFirst())) {
            ann.next("live", channel);
            long first = log.publish(APP, channel, "1").offset();
            long second = log.publish(APP, channel, "2").offset();
            List<String> types = new ArrayList<>();
            JsonNode message;
            do {
                message = ann.next(any -> any.path("channel").asText().equals(channel));
                types.add(message.path("type").asText());
            } while (message.path("offset").asLong() < second);
            assertThat(types).containsExactly("event", "event");
            assertThat(first).isLessThan(second);
        }
    }

    @Test
    void anEventStreamTakesItsPositionFromTheQueryToo() {
        long seen = log.publish(APP, channel, "seen").offset();
        long missed = log.publish(APP, channel, "missed").offset();
        try (EventStream ann = new EventStream(withResume(seen), token(), null)) {
            assertThat(ann.nextEvent().json().path("offset").asLong()).isEqualTo(missed);
        }
    }

    @Test
    void theHeaderWinsOverTheQuery() {
        long first = log.publish(APP, channel, "1").offset();
        long second = log.publish(APP, channel, "2").offset();
        long third = log.publish(APP, channel, "3").offset();
        try (EventStream ann = new EventStream(withResume(first), token(), resumeString(second))) {
            assertThat(ann.nextEvent().json().path("offset").asLong()).isEqualTo(third);
        }
    }

    @Test
    void aPollThatWaitsIsAnsweredByWhatComes() throws Exception {
        String resume = poll(null, 0).getString("resume");
        FutureTask<JsonPath> waiting = new FutureTask<>(() -> poll(resume, 60));
        Thread.ofVirtual().start(waiting);
        // Whether it waits by now or not: it has to be answered with what comes, long before its time.
        long offset = log.publish(APP, channel, "came").offset();
        assertThat(waiting.get().getList("events.offset", Long.class)).containsExactly(offset);
    }

    @Test
    void aPollForWhichNothingComesEndsWithItsTimeAndAPositionThatIsAsGood() {
        String resume = poll(null, 0).getString("resume");
        JsonPath nothing = poll(resume, 1);
        assertThat(nothing.getList("events")).isEmpty();
        long offset = log.publish(APP, channel, "after").offset();
        assertThat(poll(nothing.getString("resume"), 25).getList("events.offset", Long.class))
                .containsExactly(offset);
    }

    private void awaitReadByTheEdge(String channel, long offset) {
        JsonPath answer = poll(log.epoch() + ";" + channel + "~" + (offset - 1), 60);
        assertThat(answer.getList("events.offset", Long.class)).containsExactly(offset);
    }

    private URI withResume(long offset) {
        return URI.create(http() + "?resume=" + URLEncoder.encode(resumeString(offset), StandardCharsets.UTF_8));
    }

    private String resumeString(long offset) {
        return log.epoch() + ";" + channel + "~" + offset;
    }

    private JsonPath poll(String resume, int wait) {
        RequestSpecification request = given().accept("application/json")
                .header("Authorization", "Bearer " + token())
                .queryParam("wait", wait);
        if (resume != null) {
            request.queryParam("resume", resume);
        }
        return request.get("/v1/stream").then().statusCode(200).extract().jsonPath();
    }
}
