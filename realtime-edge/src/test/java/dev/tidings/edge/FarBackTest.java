package dev.tidings.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** A client that was away while others were busy: all of its own is there, found among what is theirs. */
@QuarkusTest
class FarBackTest extends EdgeTest {

    private static final int FOREIGN = 100_000;
    /** With those before, more than a position may lie back in these tests. */
    private static final int TOO_MANY = 30_000;

    @Test
    void aHundredThousandForeignRecordsBackNothingIsMissing() {
        RecordMetadata seen = log.publish(APP, channel, "seen");
        List<Long> missed = new ArrayList<>();
        for (int part = 0; part < 10; part++) {
            missed.add(log.publish(APP, channel, "missed " + part).offset());
            log.fill(seen.partition(), FOREIGN / 10);
        }
        try (TestSocket ann = resume(log.epoch(), seen.offset())) {
            assertThat(ann.next("subscribed", channel).path("recovered").asBoolean())
                    .isTrue();
            assertThat(ann.eventsUntil(channel, missed.getLast()))
                    .extracting(event -> event.path("offset").asLong())
                    .isEqualTo(missed);
            assertThat(ann.next("live", channel).path("offset").asLong()).isGreaterThan(seen.offset() + FOREIGN);
            long now = log.publish(APP, channel, "new").offset();
            assertThat(ann.next("event", channel).path("offset").asLong()).isEqualTo(now);
        }
        log.fill(seen.partition(), TOO_MANY);
        try (TestSocket ann = resume(log.epoch(), seen.offset())) {
            JsonNode subscribed = ann.next("subscribed", channel);
            assertThat(subscribed.path("recovered").asBoolean(true)).isFalse();
            assertThat(subscribed.path("reason").asText()).isEqualTo("too-far");
            long now = log.publish(APP, channel, "goes on").offset();
            assertThat(ann.next("event", channel).path("offset").asLong()).isEqualTo(now);
        }
    }
}
