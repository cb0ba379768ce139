package dev.tidings.client.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A worker that crashes now and then, on a server that does anything at random: in the end it has what the log has, each
 * event once and in order, or was told openly of the gap. The seed is in the test's name.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SimulationTest {

    private static final int EVENTS = 600;

    static LongStream seeds() {
        return new Random().longs(8, 0, 1_000_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theViewEndsEqualToTheLog(long seed) throws Exception {
        run(seed);
    }

    /** Whatever the others draw, one is the same in every run. */
    @Test
    void theSameOnceMore() throws Exception {
        run(42);
    }

    private static void run(long seed) throws Exception {
        ModelLog log = new ModelLog();
        log.beginAnew();
        WildEdge wild = new WildEdge(log, seed);
        try (FakeEdge edge = new FakeEdge().always(wild)) {
            Worker worker = new Worker(edge, log, seed);
            Thread working = Thread.ofVirtual().start(worker);
            Random random = new Random(seed);
            for (int i = 0; i < EVENTS; i++) {
                if (random.nextInt(200) == 0) {
                    log.beginAnew();
                }
                log.append(ModelLog.CHANNELS.get(random.nextInt(ModelLog.CHANNELS.size())));
                TimeUnit.MILLISECONDS.sleep(random.nextInt(3));
            }
            wild.calmDown();
            // What was left out last shows by what comes after it.
            ModelLog.CHANNELS.forEach(log::append);
            worker.awaitAll();
            working.interrupt();
            working.join();
            assertThat(worker.faults).as("seed " + seed).isEmpty();
            assertThat(edge.failures).as("seed " + seed).isEmpty();
            assertThat(wild.connections()).as("it was no calm run").isGreaterThan(3);
        }
    }

    /** Keeps a view of its channels, and its position beside it, as a worker keeps them in its database. */
    private static final class Worker implements Runnable {

        private final FakeEdge edge;
        private final ModelLog log;
        private final Random random;
        private final Map<String, List<Long>> view = new HashMap<>();
        private final List<String> faults = new ArrayList<>();
        private String stored = "";

        Worker(FakeEdge edge, ModelLog log, long seed) {
            this.edge = edge;
            this.log = log;
            this.random = new Random(seed);
        }

        @Override
        public void run() {
            while (true) {
                try (EventStream stream = EventStream.at(edge.url(), () -> {
                            if (random.nextInt(10) == 0) {
                                throw new IllegalStateException("no token today");
                            }
                            return "t";
                        })
                        .channel("public:a")
                        .from(stored)
                        .timing(AgainstFakeEdge.quick(random.nextLong()))
                        .build()) {
                    stream.forEach(this::take);
                } catch (Crash e) {
                    // And starts again with what it stored.
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private synchronized void take(Signal signal) {
            if (random.nextInt(100) == 0) {
                throw new Crash();
            }
            if (signal instanceof Signal.Event(String channel, long offset, CloudEvent event, Positions position)) {
                List<Long> events = view.getOrDefault(channel, new ArrayList<>());
                if (!events.isEmpty() && events.getLast() >= offset) {
                    faults.add(signal + " after " + events.getLast());
                }
                events.add(offset);
                view.put(channel, events);
            } else if (signal instanceof Signal.Gap gap) {
                reload(gap.channel(), gap.position());
            } else if (signal instanceof Signal.Subscribed begun) {
                reload(begun.channel(), begun.position());
            }
            stored = signal.position().toString();
        }

        private void reload(String channel, Positions positions) {
            Position at = positions.of(channel).orElseThrow();
            view.put(channel, log.upTo(at.epoch(), channel, at.offset()));
        }

        /** With a limit, which is the test's. */
        void awaitAll() throws InterruptedException {
            boolean complete = false;
            while (!complete) {
                TimeUnit.MILLISECONDS.sleep(5);
                synchronized (this) {
                    complete = !faults.isEmpty() || ModelLog.CHANNELS.stream().allMatch(this::isComplete);
                }
            }
        }

        private boolean isComplete(String channel) {
            return log.upTo(log.epoch(), channel, Long.MAX_VALUE - 1).equals(view.get(channel));
        }
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
