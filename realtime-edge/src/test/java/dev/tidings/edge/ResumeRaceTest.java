package dev.tidings.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.position.Epoch;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** Joining, leaving and coming back while events come in: each event once, in order, whatever the moment. */
@QuarkusTest
class ResumeRaceTest extends EdgeTest {

    private static final int ROUNDS = 300;
    private static final int MOST_EVENTS = 100_000;

    @Test
    void whoComesAndGoesDuringPublishingHasEachEventOnceAndInOrder() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Epoch epoch = log.epoch();
        long start = log.publish(APP, channel, "first").offset();
        AtomicBoolean stop = new AtomicBoolean();
        FutureTask<List<Long>> publisher = new FutureTask<>(() -> publishUntil(stop));
        Thread.ofPlatform().daemon().start(publisher);
        List<Long> received = new ArrayList<>();
        long position = start;
        for (int round = 0; round < ROUNDS; round++) {
            try (TestSocket ann = resume(epoch, position)) {
                assertThat(ann.next("subscribed", channel).path("recovered").asBoolean())
                        .as("round %d, seed %d", round, seed)
                        .isTrue();
                for (int events = random.nextInt(8); events >= 0; events--) {
                    position = take(ann, received);
                }
            }
        }
        stop.set(true);
        List<Long> published = publisher.get();
        try (TestSocket ann = resume(epoch, position)) {
            while (position < published.getLast()) {
                position = take(ann, received);
            }
        }
        assertThat(received).as("seed %d", seed).isEqualTo(published);
    }

    private long take(TestSocket ann, List<Long> received) {
        JsonNode event = ann.next("event", channel);
        received.add(event.path("offset").asLong());
        return received.getLast();
    }

    private List<Long> publishUntil(AtomicBoolean stop) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        while (!stop.get() && sent.size() < MOST_EVENTS) {
            sent.add(log.send(APP, channel, "n" + sent.size()));
            LockSupport.parkNanos(2_000_000);
        }
        return sent.stream().map(ResumeRaceTest::offset).toList();
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
