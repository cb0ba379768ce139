package dev.tidings.edge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CatchUpRequestTest {

    /** Whoever reads for all waits for each of them. */
    @Test
    void aReaderThatFailsHasLeftAndIsNotWaitedFor() {
        AtomicInteger done = new AtomicInteger();
        CatchUpRequest request = new CatchUpRequest("demo/everyone", 0, 0, Runnable::run, new Failing());
        assertThatThrownBy(() -> request.offer(List.of(), done::incrementAndGet))
                .hasMessage("on purpose");
        assertThat(done).hasValue(1);
        assertThat(request.left()).isTrue();
    }

    private static final class Failing implements CatchUpRequest.Reader {
        @Override
        public void recoverable() {}

        @Override
        public boolean take(List<LogEntry> entries) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void reachedTail(long position) {}

        @Override
        public void lost(Loss loss) {}
    }
}
