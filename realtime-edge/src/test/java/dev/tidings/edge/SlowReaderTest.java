package dev.tidings.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who doesn't read holds up nobody, and has everything when it reads again: far more than the edge keeps in memory. */
@QuarkusTest
class SlowReaderTest extends EdgeTest {

    private static final int EVENTS = 2_500;
    private static final String TWO_KILOBYTES = "x".repeat(2_000);

    @Test
    void aReaderThatStallsHasEverythingInOrderAndOthersDoNotWait() {
        try (TestSocket stalled = TestSocket.connect(stream(), token(), null, false);
                TestSocket brisk = connect()) {
            brisk.next("subscribed", "everyone");
            stalled.read();
            stalled.next("subscribed", "everyone");
            stalled.pause();
            List<Long> offsets = log.publishAll(APP, channel, EVENTS, TWO_KILOBYTES);
            assertThat(offsetsOf(brisk.eventsUntil(channel, offsets.getLast()))).isEqualTo(offsets);
            assertThat(stalled.received()).isLessThan(EVENTS);
            stalled.read();
            assertThat(offsetsOf(stalled.eventsUntil(channel, offsets.getLast())))
                    .isEqualTo(offsets);
        }
    }

    private static List<Long> offsetsOf(List<JsonNode> events) {
        return events.stream().map(event -> event.path("offset").asLong()).toList();
    }
}
