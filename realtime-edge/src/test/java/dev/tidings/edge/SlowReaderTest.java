package dev.tidings.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.edge.support.EdgeGauges;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Who doesn't read holds up nobody, and has everything when it reads again: far more than the edge keeps in memory. */
@QuarkusTest
class SlowReaderTest extends EdgeTest {

    private static final Logger LOG = Logger.getLogger(SlowReaderTest.class);
    private static final int EVENTS = 2_500;
    private static final String TWO_KILOBYTES = "x".repeat(2_000);
    private static final int ROUND_TRIPS = 200;
    /** A peer that is only silent is given up after three; one that takes nothing, much later. */
    private static final int HEARTBEATS_STALLED = 4;

    @Test
    void aReaderThatStallsHasEverythingInOrderAndOthersDoNotWait() {
        double before = EdgeGauges.subscriptions();
        try (TestSocket stalled = TestSocket.connect(stream(), token(), null, false);
                TestSocket stuck = TestSocket.connect(stream(), token(), null, false);
                TestSocket brisk = connect()) {
            brisk.next("subscribed", "everyone");
            for (TestSocket slow : List.of(stalled, stuck)) {
                slow.read();
                slow.next("subscribed", "everyone");
            }
            long alone = medianRoundTripMicros(brisk);
            long paused = log.publish(APP, channel, "before the pause").offset();
            for (TestSocket slow : List.of(stalled, stuck)) {
                slow.eventsUntil(channel, paused);
                slow.pause();
            }
            brisk.eventsUntil(channel, paused);
            long direct = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            List<Long> offsets = log.publishAll(APP, channel, EVENTS, TWO_KILOBYTES);
            // All of it, before those who stalled take anything more.
            assertThat(offsetsOf(brisk.eventsUntil(channel, offsets.getLast()))).isEqualTo(offsets);
            assertThat(stalled.received()).isLessThan(EVENTS);
            long beside = medianRoundTripMicros(brisk);
            LOG.infof("publish to received, median: %d us, beside stalled readers %d us", alone, beside);
            assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - direct)
                    .as("what the edge holds for the two who don't read: far less than they lack")
                    .isLessThan((long) EVENTS * TWO_KILOBYTES.length());
            for (int i = 0; i < HEARTBEATS_STALLED; i++) {
                brisk.next("ping");
            }
            stalled.read();
            assertThat(offsetsOf(stalled.eventsUntil(channel, offsets.getLast())))
                    .isEqualTo(offsets);
            isClosedForTakingNothing(stuck, before);
        }
    }

    /** Its two subscriptions end first; that it is told why it sees when it reads again. */
    private static void isClosedForTakingNothing(TestSocket stuck, double before) {
        EdgeGauges.await(() -> EdgeGauges.subscriptions() <= before + 4);
        stuck.read();
        assertThat(stuck.closeCode()).isEqualTo(4008);
    }

    private long medianRoundTripMicros(TestSocket reader) {
        long[] micros = IntStream.range(0, ROUND_TRIPS)
                .mapToLong(i -> {
                    long began = System.nanoTime();
                    long offset = log.publish(APP, channel, "there").offset();
                    reader.eventsUntil(channel, offset);
                    return (System.nanoTime() - began) / 1_000;
                })
                .sorted()
                .toArray();
        return micros[ROUND_TRIPS / 2];
    }

    private static List<Long> offsetsOf(List<JsonNode> events) {
        return events.stream().map(event -> event.path("offset").asLong()).toList();
    }
}
