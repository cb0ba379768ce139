package dev.tidings.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.event.EventRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TailTest {

    private static final long A_LOT = 1_000_000;

    private static long ids;

    @Test
    void aChannelIsReadFromAnyOffsetOfItsOwn() {
        Tail tail = new Tail(A_LOT, new long[] {0});
        for (long offset = 0; offset < 100; offset++) {
            tail.append(event("c" + offset % 3), 0, offset);
        }
        assertThat(offsets(tail.after("demo/public:c1", 0, -1, 5))).containsExactly(1L, 4L, 7L, 10L, 13L);
        assertThat(offsets(tail.after("demo/public:c1", 0, 4, 2))).containsExactly(7L, 10L);
        assertThat(offsets(tail.after("demo/public:c1", 0, 5, 2))).containsExactly(7L, 10L);
        assertThat(tail.after("demo/public:c1", 0, 97, 2)).isEqualTo(new Tail.Read.AtHead());
        assertThat(tail.after("demo/public:nobody", 0, 50, 2)).isEqualTo(new Tail.Read.AtHead());
    }

    @Test
    void whatIsOlderThanItsStartIsSaidToBe() {
        Tail tail = new Tail(A_LOT, new long[] {1_000});
        assertThat(tail.after("demo/public:a", 0, 998, 1)).isEqualTo(new Tail.Read.TooOld());
        assertThat(tail.after("demo/public:a", 0, 999, 1)).isEqualTo(new Tail.Read.AtHead());
    }

    @Test
    void itHoldsNoMoreBytesThanItMay() {
        Tail tail = new Tail(10_000, new long[] {0, 0});
        for (long offset = 0; offset < 1_000; offset++) {
            tail.append(event("c" + offset % 7), (int) (offset % 2), offset);
            assertThat(tail.bytes()).isBetween(1L, 10_000L);
        }
        assertThat(tail.reaches(0, 998)).isTrue();
        assertThat(tail.reaches(0, 10)).isFalse();
        assertThat(tail.after("demo/public:c1", 1, 500, 1)).isEqualTo(new Tail.Read.TooOld());
    }

    @Test
    void anEntryNamesItsChannelsEntryBefore() {
        Tail tail = new Tail(A_LOT, new long[] {0});
        assertThat(tail.append(event("a"), 0, 5).orElseThrow().prev()).isEqualTo(LogEntry.UNKNOWN);
        assertThat(tail.append(event("b"), 0, 6).orElseThrow().prev()).isEqualTo(LogEntry.UNKNOWN);
        assertThat(tail.append(event("a"), 0, 9).orElseThrow().prev()).isEqualTo(5);
    }

    @Test
    void anEventThatWasWrittenTwiceIsHeldOnce() {
        Tail tail = new Tail(A_LOT, new long[] {0});
        assertThat(tail.append(event("a", "x"), 0, 1)).isPresent();
        assertThat(tail.append(event("b", "x"), 0, 2)).isPresent();
        assertThat(tail.append(event("a", "x"), 0, 3)).isEmpty();
        assertThat(offsets(tail.after("demo/public:a", 0, -1, 10))).containsExactly(1L);
    }

    /** The writer evicts under the reader's hands: a reader may be told "too old", but never be given a hole. */
    @Test
    void aReaderNeverGetsAHole() throws Exception {
        Tail tail = new Tail(20_000, new long[] {0});
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService readers = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> checks = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                long seed = reader;
                checks.add(readers.submit((Callable<Integer>) () -> readOn(tail, done, new Random(seed))));
            }
            for (long offset = 0; offset < 300_000; offset++) {
                tail.append(event(offset % 2 == 0 ? "even" : "odd"), 0, offset);
            }
            done.set(true);
            for (Future<Integer> check : checks) {
                assertThat(check.get()).isPositive();
            }
        }
    }

    private static int readOn(Tail tail, AtomicBoolean done, Random random) {
        long position = -2;
        int read = 0;
        while (!done.get()) {
            switch (tail.after("demo/public:even", 0, position, 1 + random.nextInt(20))) {
                case Tail.Read.Entries(List<LogEntry> entries) -> {
                    for (LogEntry entry : entries) {
                        assertThat(entry.offset()).isEqualTo(position + 2);
                        position = entry.offset();
                        read++;
                    }
                }
                case Tail.Read.TooOld() -> position = position + 2 + random.nextInt(100) * 2L;
                case Tail.Read.AtHead() -> Thread.onSpinWait();
            }
        }
        return read;
    }

    private static List<Long> offsets(Tail.Read read) {
        return ((Tail.Read.Entries) read)
                .entries().stream().map(LogEntry::offset).toList();
    }

    private static EventRecord event(String channel) {
        return event(channel, Long.toString(ids++));
    }

    private static EventRecord event(String channel, String id) {
        return new EventRecord(
                new AppChannel("demo", new Channel.Public(channel)), id, "t", "{}".getBytes(StandardCharsets.UTF_8));
    }
}
