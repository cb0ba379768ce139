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
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** Joining, leaving and coming back while events come in: each event once, in order, whatever the moment. */
@QuarkusTest
class ResumeRaceTest extends EdgeTest {

    private static final int CLIENTS = 8;
    private static final int ROUNDS_EACH = 300;
    /** So many events a client may lag behind: what it comes back for is young, and the publishing never ends. */
    private static final int LEAD = 8;

    private final long seed = System.nanoTime();

    @Test
    void whoComesAndGoesDuringPublishingHasEachEventOnceAndInOrder() throws Exception {
        Epoch epoch = log.epoch();
        AtomicBoolean over = new AtomicBoolean();
        List<Returning> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> new Returning(epoch, user + "-" + i, new Random(seed + i)))
                .toList();
        FutureTask<Void> publisher = start(() -> publishUntil(over, clients));
        List<FutureTask<Void>> coming =
                clients.stream().map(client -> start(client::comeAndGo)).toList();
        try {
            for (FutureTask<Void> rounds : coming) {
                rounds.get();
            }
        } finally {
            over.set(true);
        }
        publisher.get();
        clients.forEach(Returning::assertComplete);
    }

    /** One user with a channel of its own; its thread's, but for what is published to it. */
    private final class Returning {
        private final Epoch epoch;
        private final String name;
        private final Random random;
        private final long start;
        private final List<Future<RecordMetadata>> published = new ArrayList<>();
        private final List<Long> received = new ArrayList<>();
        private volatile int count;
        private long position;

        Returning(Epoch epoch, String name, Random random) {
            this.epoch = epoch;
            this.name = name;
            this.random = random;
            this.start = log.publish(APP, "user:" + name, "first").offset();
            this.position = start;
        }

        void comeAndGo() {
            for (int round = 0; round < ROUNDS_EACH; round++) {
                try (TestSocket socket = connect()) {
                    assertThat(socket.next("subscribed", "user:" + name)
                                    .path("recovered")
                                    .asBoolean())
                            .as("round %d, seed %d", round, seed)
                            .isTrue();
                    for (int events = random.nextInt(4); events >= 0; events--) {
                        take(socket);
                    }
                }
            }
        }

        void assertComplete() {
            List<Long> offsets = published.stream().map(ResumeRaceTest::offset).toList();
            try (TestSocket socket = connect()) {
                while (position < offsets.getLast()) {
                    take(socket);
                }
            }
            assertThat(received).as("%s, seed %d", name, seed).isEqualTo(offsets);
        }

        private TestSocket connect() {
            String resume = epoch + ";user:" + name + "~" + position;
            return TestSocket.connect(stream(), signer.connectionToken(APP, name), resume);
        }

        private void take(TestSocket socket) {
            JsonNode event = socket.next("event", "user:" + name);
            position = event.path("offset").asLong();
            received.add(position);
            count = received.size();
        }

        void publishOne() {
            if (published.size() - count < LEAD) {
                published.add(log.send(APP, "user:" + name, "n" + published.size()));
            }
        }
    }

    private static void publishUntil(AtomicBoolean over, List<Returning> clients) {
        while (!over.get()) {
            clients.forEach(Returning::publishOne);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static FutureTask<Void> start(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
