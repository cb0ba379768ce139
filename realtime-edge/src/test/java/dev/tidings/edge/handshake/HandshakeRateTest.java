package dev.tidings.edge.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An address's handshakes over time, with the time given. */
class HandshakeRateTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void aBurstIsAdmittedAndThenSoManyASecond() {
        HandshakeRate rate = new HandshakeRate(100, 500);
        for (int i = 0; i < 500; i++) {
            assertThat(rate.admits("a", 0)).isTrue();
        }
        assertThat(rate.admits("a", 0)).isFalse();
        assertThat(rate.admits("b", 0)).isTrue();
        assertThat(admitted(rate, "a", SECOND)).isEqualTo(100);
        assertThat(admitted(rate, "a", 2 * SECOND)).isEqualTo(100);
    }

    @Test
    void withoutARateThereIsNoLimit() {
        assertThat(admitted(new HandshakeRate(0, 0), "a", 0)).isEqualTo(1_000);
    }

    @Test
    void aFloodOfAddressesIsBoundedAndForgotten() {
        HandshakeRate rate = new HandshakeRate(100, 500);
        for (int i = 0; i < HandshakeRate.MOST_ADDRESSES; i++) {
            assertThat(rate.admits("address-" + i, 0)).isTrue();
        }
        assertThat(rate.admits("one-more", 0)).isFalse();
        assertThat(rate.admits("address-7", 0)).isTrue();
        assertThat(rate.admits("one-more", 10 * SECOND)).isTrue();
    }

    private static int admitted(HandshakeRate rate, String address, long now) {
        int admitted = 0;
        for (int i = 0; i < 1_000; i++) {
            admitted += rate.admits(address, now) ? 1 : 0;
        }
        return admitted;
    }
}
