package dev.tidings.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.position.Epoch;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestLog;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the edge promises of events: every one, once, in order, or a word that it can't. */
@QuarkusTest
class DeliveryTest extends EdgeTest {

    @Test
    void aUserIsWelcomedAndSubscribedToTheirOwnAndEveryone() {
        try (TestSocket ann = connect()) {
            JsonNode welcome = ann.next("welcome");
            assertThat(welcome.path("user").asText()).isEqualTo(user);
            assertThat(welcome.path("epoch").asText()).isEqualTo(log.epoch().text());
            assertThat(welcome.path("heartbeat").asInt()).isEqualTo(2);
            assertThat(welcome.path("expiresIn").asInt()).isBetween(3_590, 3_600);
            assertThat(ann.next("subscribed", channel).has("recovered")).isFalse();
            assertThat(ann.next("subscribed", "everyone").has("offset")).isTrue();
        }
    }

    @Test
    void anEventArrivesAsItStandsInTheLog() {
        try (TestSocket ann = connect()) {
            long from = ann.next("subscribed", channel).path("offset").asLong();
            long offset =
                    log.publish(APP, channel, "h\\u00e9llo \\\" \uD83D\uDE00").offset();
            JsonNode event = ann.next("event");
            assertThat(event.path("channel").asText()).isEqualTo(channel);
            assertThat(event.path("offset").asLong()).isEqualTo(offset).isGreaterThan(from);
            assertThat(event.at("/event/data/text").asText()).isEqualTo("h\u00e9llo \" \uD83D\uDE00");
            assertThat(event.at("/event/specversion").asText()).isEqualTo("1.0");
        }
    }

    @Test
    void everyEventNamesTheOneBeforeIt() {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            List<Long> offsets = log.publishAll(APP, channel, 3, "n");
            List<JsonNode> events = ann.eventsUntil(channel, offsets.getLast());
            assertThat(events.get(0).path("prev").isNull()).isTrue();
            assertThat(events.get(1).path("prev").asLong()).isEqualTo(offsets.get(0));
            assertThat(events.get(2).path("prev").asLong()).isEqualTo(offsets.get(1));
        }
    }

    @Test
    void nothingOfAnotherUserOrAppArrives() {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            log.publish("other", channel, "another app's");
            log.publish("other", "everyone", "another app's");
            log.publish(APP, "user:somebody-else", "another user's");
            long mine = log.publish(APP, channel, "mine").offset();
            assertThat(ann.next("event").path("offset").asLong()).isEqualTo(mine);
        }
    }

    @Test
    void aClientThatResumesFromMemoryMissesNothing() {
        Epoch epoch = log.epoch();
        List<Long> offsets = log.publishAll(APP, channel, 50, "n");
        try (TestSocket ann = resume(epoch, offsets.get(9))) {
            assertThat(ann.next("subscribed", channel).path("recovered").asBoolean())
                    .isTrue();
            assertThat(offsetsOf(ann.eventsUntil(channel, offsets.getLast()))).isEqualTo(offsets.subList(10, 50));
            assertThat(ann.next("live", channel).path("offset").asLong()).isGreaterThanOrEqualTo(offsets.getLast());
        }
    }

    @Test
    void aClientThatMissedNothingIsToldSo() {
        long last = log.publish(APP, channel, "seen").offset();
        try (TestSocket ann = resume(log.epoch(), last)) {
            JsonNode subscribed = ann.next("subscribed", channel);
            assertThat(subscribed.path("recovered").asBoolean()).isTrue();
            assertThat(subscribed.path("offset").asLong()).isEqualTo(last);
            assertThat(ann.next("live", channel).path("offset").asLong()).isGreaterThanOrEqualTo(last);
        }
    }

    @Test
    void aClientThatResumesFromBeforeTheMemoryIsServedFromTheLog() {
        List<Long> offsets = log.publishAll(APP, channel, 300, "old");
        pushOutOfMemory();
        try (TestSocket ann = resume(log.epoch(), offsets.getFirst())) {
            assertThat(ann.next("subscribed", channel).path("recovered").asBoolean())
                    .isTrue();
            assertThat(offsetsOf(ann.eventsUntil(channel, offsets.getLast()))).isEqualTo(offsets.subList(1, 300));
            ann.next("live", channel);
            long now = log.publish(APP, channel, "new").offset();
            assertThat(ann.next("event", channel).path("offset").asLong()).isEqualTo(now);
        }
    }

    @Test
    void anotherEpochCanNotBeResumed() {
        assertLost(new Epoch("another"), 0, "epoch");
    }

    @Test
    void anOffsetThatTheLogHasNotReachedIsUnknown() {
        assertLost(log.epoch(), 1_000_000_000, "unknown");
    }

    @Test
    void whatRetentionTookIsExpired() {
        long first = log.publish(APP, channel, "lost").offset();
        var kept = log.publish(APP, channel, "kept");
        pushOutOfMemory();
        log.deleteBefore(kept.partition(), kept.offset());
        assertLost(log.epoch(), first - 1, "expired");
    }

    @Test
    void anEventThatAProducerRepeatedArrivesOnce() {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            byte[] event = TestLog.event("the-same-id", "x");
            log.send(APP + "/" + channel, event);
            log.send(APP + "/" + channel, event);
            long after = log.publish(APP, channel, "after").offset();
            assertThat(ann.eventsUntil(channel, after)).hasSize(2);
        }
    }

    @Test
    void anInvalidRecordIsSkipped() {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            String key = APP + "/" + channel;
            log.send(key, "no json".getBytes(StandardCharsets.UTF_8));
            log.send(key, "{\"specversion\":\"1.0\"}".getBytes(StandardCharsets.UTF_8));
            log.send(key, null);
            byte[] good = TestLog.event("id", "x");
            log.send(
                    key,
                    (new String(good, StandardCharsets.UTF_8) + ",\"type\":\"welcome\"")
                            .getBytes(StandardCharsets.UTF_8));
            log.send(key, new byte[] {'{', (byte) 0xC3, '}'});
            log.send("no-channel", good);
            long offset = log.publish(APP, channel, "good").offset();
            assertThat(ann.next("event").path("offset").asLong()).isEqualTo(offset);
        }
    }

    private void assertLost(Epoch epoch, long offset, String reason) {
        try (TestSocket ann = resume(epoch, offset)) {
            JsonNode subscribed = ann.next("subscribed", channel);
            assertThat(subscribed.path("recovered").asBoolean(true)).isFalse();
            assertThat(subscribed.path("reason").asText()).isEqualTo(reason);
            long next = log.publish(APP, channel, "goes on").offset();
            assertThat(next).isGreaterThan(subscribed.path("offset").asLong());
            assertThat(ann.next("event", channel).path("offset").asLong()).isEqualTo(next);
        }
    }

    /** Writes more than the tail holds, and waits until it has been read. */
    private void pushOutOfMemory() {
        try (TestSocket other = connect()) {
            other.next("subscribed", "everyone");
            long last = log.publishAll(APP, "everyone", 2_000, "x".repeat(200)).getLast();
            other.eventsUntil("everyone", last);
        }
    }

    private static List<Long> offsetsOf(List<JsonNode> events) {
        return events.stream().map(event -> event.path("offset").asLong()).toList();
    }
}
