package dev.tidings.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private long now = -1_000;
    private final Attempts attempts = new Attempts(3, Duration.ofSeconds(10), () -> now);

    @Test
    void theWaitGrowsWithEachFailureUpToItsMaximum() {
        for (int seconds : new int[] {0, 0, 0, 1, 2, 4, 8, 10, 10}) {
            attempts.begin("a");
            assertThat(attempts.wait("a")).isEqualTo(Duration.ofSeconds(seconds));
            now += attempts.wait("a").toNanos();
            assertThat(attempts.wait("a")).isZero();
        }
        for (int i = 0; i < 100; i++) {
            attempts.begin("a");
        }
        assertThat(attempts.wait("a")).isEqualTo(Duration.ofSeconds(10));
        assertThat(attempts.wait("b")).isZero();
    }

    @Test
    void manyAtOnceGainNothing() {
        for (int i = 0; i < 5; i++) {
            attempts.begin("a");
        }
        assertThat(attempts.wait("a")).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aSuccessIsTakenBack() {
        for (int i = 0; i < 100; i++) {
            attempts.begin("a");
            attempts.forgive("a");
        }
        assertThat(attempts.wait("a")).isZero();
    }

    @Test
    void whatWasQuietIsForgotten() {
        for (int i = 0; i < 10; i++) {
            attempts.begin("a");
        }
        now += Duration.ofMinutes(16).toNanos();
        attempts.begin("a");
        assertThat(attempts.wait("a")).isZero();
    }

    @Test
    void onlySoManyAreKept() {
        for (int i = 0; i < Attempts.MAX_KEYS + 100; i++) {
            attempts.begin("a" + i);
        }
        assertThat(attempts.size()).isEqualTo(Attempts.MAX_KEYS);
    }

    @Test
    void anAddressIsAnIpv4OneOrANetworkOfIpv6() {
        assertThat(Address.of("10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(Address.of("2001:db8::1")).isEqualTo(Address.of("2001:db8:0:0:ffff::2"));
        assertThat(Address.of("2001:db8:0:1::1")).isNotEqualTo(Address.of("2001:db8::1"));
    }
}
