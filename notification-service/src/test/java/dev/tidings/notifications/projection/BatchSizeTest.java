package dev.tidings.notifications.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchSizeTest {

    private final BatchSize size = new BatchSize(8_000);

    @Test
    void aPollIsTakenAsItIsWhileNothingTakesTooLong() {
        assertThat(size.ofEach(12)).isEqualTo(Integer.MAX_VALUE);
        size.wasWritten();
        assertThat(size.ofEach(1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whatTakesTooLongIsHalvedUntilItDoesNotAndThenGrowsAgain() {
        size.tookTooLong();
        assertThat(size.ofEach(4)).isEqualTo(1_000);
        size.tookTooLong();
        assertThat(size.ofEach(4)).isEqualTo(500);
        size.wasWritten();
        assertThat(size.ofEach(4)).isEqualTo(1_000);
        size.wasWritten();
        assertThat(size.ofEach(4)).isEqualTo(Integer.MAX_VALUE);
    }

    /** One record that takes too long by itself is read again and again; no partition is left out for it. */
    @Test
    void ofEachPartitionThereIsAlwaysOne() {
        for (int i = 0; i < 40; i++) {
            size.tookTooLong();
        }
        assertThat(size.ofEach(12)).isEqualTo(1);
    }
}
