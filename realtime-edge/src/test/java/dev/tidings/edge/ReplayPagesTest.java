package dev.tidings.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.replay.ReplayCall;
import dev.tidings.contract.replay.ReplayPage;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.PageServer;
import dev.tidings.edge.support.PageServer.Reply;
import dev.tidings.edge.support.TestLog;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is far back in the log gets what was missed by pages; and where pages can't be had, from the log all the same. */
@QuarkusTest
class ReplayPagesTest extends EdgeTest {

    /** More than two pages. */
    private static final int MISSED = 2 * ReplayCall.MAX_EVENTS + 50;
    /** Further back than where pages begin in these tests. */
    private static final int FOREIGN = 3_200;

    @ConfigProperty(name = "tidings.edge.catch-up.pages.url")
    URI pages;

    @ConfigProperty(name = "tidings.internal.secret")
    String secret;

    private final List<ReplayPage.Event> missed = new ArrayList<>();
    private long first;
    private long head;

    @BeforeEach
    void missMuch() throws ExecutionException, InterruptedException {
        RecordMetadata before = log.publish(APP, channel, "seen");
        first = before.offset();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < MISSED; i++) {
            values.add(TestLog.event(UUID.randomUUID().toString(), "missed " + i));
            sent.add(log.send(APP + "/" + channel, values.getLast()));
        }
        for (int i = 0; i < MISSED; i++) {
            missed.add(new ReplayPage.Event(sent.get(i).get().offset(), values.get(i)));
        }
        head = log.publishAll(APP, foreignChannel(before.partition()), FOREIGN, "x".repeat(200))
                .getLast();
    }

    @Test
    void whatLiesFarBackComesByPages() {
        try (PageServer server = PageServer.at(pages, this::page);
                TestSocket ann = resume(log.epoch(), first)) {
            assertEverythingArrives(ann);
            assertThat(server.calls())
                    .hasSizeGreaterThanOrEqualTo(MISSED / ReplayCall.MAX_EVENTS + 1)
                    .first()
                    .extracting(PageServer.Call::query)
                    .isEqualTo(query(first));
            assertThat(server.calls())
                    .extracting(PageServer.Call::authorization)
                    .containsOnly("Bearer " + secret);
        }
    }

    @Test
    void aViewThatIsBehindIsFollowedByTheLog() {
        long half = missed.get(100).offset();
        assertTheLogHasTheRest(after -> Reply.of(new ReplayPage(half, missed.subList(0, 101))));
    }

    @Test
    void aViewThatDoesNotReachThatFarBackLeavesItToTheLog() {
        assertTheLogHasTheRest(after -> Reply.of(410));
    }

    @Test
    void aViewOfAnotherLogIsNotAsked() {
        assertTheLogHasTheRest(after -> Reply.of(409));
    }

    @Test
    void aServiceThatFailsLeavesItToTheLog() {
        assertTheLogHasTheRest(after -> Reply.of(500));
    }

    @Test
    void aServiceThatFailsInTheMiddleLeavesTheRestToTheLog() {
        assertTheLogHasTheRest(after -> after == first ? page(after) : Reply.of(500));
    }

    @Test
    void aServiceThatFallsSilentInTheMiddleOfAPageLeavesItToTheLog() {
        assertTheLogHasTheRest(after -> page(after).cutShort());
    }

    @Test
    void aPageThatIsNoneLeavesItToTheLog() {
        byte[] body = page(first).body();
        assertTheLogHasTheRest(after -> new Reply(200, "1", body));
        assertTheLogHasTheRest(after -> new Reply(200, "no number", body));
        assertTheLogHasTheRest(after -> new Reply(200, Long.toString(head), Arrays.copyOf(body, 1_000)));
    }

    @Test
    void nobodyIsThereAndTheLogServes() {
        try (TestSocket ann = resume(log.epoch(), first)) {
            assertEverythingArrives(ann);
        }
    }

    @Test
    void aChannelWithoutAFeedIsNotAskedFor() {
        String open = "public:" + user;
        long offset = log.publish(APP, open, "seen").offset();
        RecordMetadata last = log.publish(APP, open, "missed");
        log.publishAll(APP, foreignChannel(last.partition()), FOREIGN, "x".repeat(200));
        try (PageServer server = PageServer.at(pages, this::page);
                TestSocket ann = TestSocket.connect(stream(), token(), log.epoch() + ";" + open + "~" + offset)) {
            assertThat(ann.next("event", open).path("offset").asLong()).isEqualTo(last.offset());
            assertThat(server.calls()).isEmpty();
        }
    }

    /** Comes back until the service was asked: after a failure nobody is sent there for a moment. */
    private void assertTheLogHasTheRest(LongFunction<Reply> replies) {
        try (PageServer server = PageServer.at(pages, replies)) {
            for (int i = 0; i < 100 && server.calls().isEmpty(); i++) {
                try (TestSocket ann = resume(log.epoch(), first)) {
                    assertEverythingArrives(ann);
                }
            }
            assertThat(server.calls()).isNotEmpty();
        }
    }

    /** Nothing missing, nothing twice, the very bytes, and then what is new. */
    private void assertEverythingArrives(TestSocket ann) {
        assertThat(ann.next("subscribed", channel).path("recovered").asBoolean())
                .isTrue();
        List<JsonNode> events = ann.eventsUntil(channel, missed.getLast().offset());
        assertThat(events).extracting(event -> event.path("offset").asLong()).isEqualTo(offsets());
        assertThat(events)
                .extracting(
                        event -> event.path("event").path("data").path("text").asText())
                .startsWith("missed 0")
                .endsWith("missed " + (MISSED - 1));
        ann.next("live", channel);
        long now = log.publish(APP, channel, "new").offset();
        assertThat(ann.next("event", channel).path("offset").asLong()).isEqualTo(now);
    }

    private List<Long> offsets() {
        return missed.stream().map(ReplayPage.Event::offset).toList();
    }

    /** As notification-service would. */
    private Reply page(long after) {
        List<ReplayPage.Event> events = missed.stream()
                .filter(event -> event.offset() > after)
                .limit(ReplayCall.MAX_EVENTS)
                .toList();
        boolean full = events.size() == ReplayCall.MAX_EVENTS;
        return Reply.of(new ReplayPage(full ? events.getLast().offset() : head, events));
    }

    private String query(long after) {
        return "key=" + APP + "/" + channel + "&epoch=" + log.epoch() + "&after=" + after;
    }

    private String foreignChannel(int partition) {
        return Stream.generate(() -> "public:" + UUID.randomUUID())
                .filter(name -> log.publish(APP, name, "x").partition() == partition)
                .findFirst()
                .orElseThrow();
    }
}
