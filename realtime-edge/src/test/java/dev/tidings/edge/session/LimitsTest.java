package dev.tidings.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A connection's limits over time, with the time given. */
class LimitsTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void aBurstIsTakenAndThenSoManyASecond() {
        MessageRate rate = new MessageRate(20, 40, Duration.ofSeconds(5), 0);
        for (int i = 0; i < 40; i++) {
            assertThat(rate.take(0)).isEqualTo(MessageRate.Verdict.WITHIN);
        }
        assertThat(rate.take(0)).isEqualTo(MessageRate.Verdict.OVER_AND_TO_BE_TOLD);
        assertThat(rate.take(0)).isEqualTo(MessageRate.Verdict.OVER);
        assertThat(rate.take(SECOND / 20)).isEqualTo(MessageRate.Verdict.WITHIN);
        assertThat(rate.take(SECOND / 20)).isEqualTo(MessageRate.Verdict.OVER);
    }

    @Test
    void whoGoesOnOverTheRateForTooLongIsCutOff() {
        MessageRate rate = new MessageRate(20, 40, Duration.ofSeconds(5), 0);
        MessageRate.Verdict last = MessageRate.Verdict.WITHIN;
        for (long now = 0; now < 10 * SECOND && last != MessageRate.Verdict.OVER_FOR_LONG; now += SECOND / 100) {
            last = rate.take(now);
        }
        assertThat(last).isEqualTo(MessageRate.Verdict.OVER_FOR_LONG);
    }

    @Test
    void whoStaysWithinTheRateNeverIs() {
        MessageRate rate = new MessageRate(20, 40, Duration.ofSeconds(5), 0);
        for (long now = 0; now < 60 * SECOND; now += SECOND / 20) {
            assertThat(rate.take(now)).isEqualTo(MessageRate.Verdict.WITHIN);
        }
    }

    @Test
    void theEndIsAnnouncedAMinuteAheadOrAtHalfTime() {
        Instant now = Instant.EPOCH;
        Expiry hour = new Expiry(now, now.plusSeconds(3_600));
        assertThat(hour.check(now.plusSeconds(3_539))).isEqualTo(Expiry.Verdict.FINE);
        assertThat(hour.check(now.plusSeconds(3_540))).isEqualTo(Expiry.Verdict.EXPIRING);
        assertThat(hour.check(now.plusSeconds(3_541))).isEqualTo(Expiry.Verdict.FINE);
        assertThat(hour.check(now.plusSeconds(3_600))).isEqualTo(Expiry.Verdict.OVER);
        Expiry brief = new Expiry(now, now.plusSeconds(100));
        assertThat(brief.check(now.plusSeconds(49))).isEqualTo(Expiry.Verdict.FINE);
        assertThat(brief.check(now.plusSeconds(50))).isEqualTo(Expiry.Verdict.EXPIRING);
    }

    @Test
    void aRefreshPutsTheEndOff() {
        Instant now = Instant.EPOCH;
        Expiry expiry = new Expiry(now, now.plusSeconds(100));
        expiry.check(now.plusSeconds(60));
        expiry.extend(now.plusSeconds(60), now.plusSeconds(160));
        assertThat(expiry.check(now.plusSeconds(100))).isEqualTo(Expiry.Verdict.FINE);
        assertThat(expiry.check(now.plusSeconds(110))).isEqualTo(Expiry.Verdict.EXPIRING);
    }

    @Test
    void silenceIsAskedIntoAndThenTakenForDeath() {
        Pulse pulse = new Pulse(new Heartbeats(), 0);
        assertThat(pulse.check(24 * SECOND, false, 0)).isEqualTo(Pulse.Verdict.FINE);
        assertThat(pulse.check(25 * SECOND, false, 0)).isEqualTo(Pulse.Verdict.PING);
        assertThat(pulse.check(26 * SECOND, true, 0)).isEqualTo(Pulse.Verdict.FINE);
        assertThat(pulse.check(50 * SECOND, true, 0)).isEqualTo(Pulse.Verdict.PING);
        assertThat(pulse.check(75 * SECOND, true, 0)).isEqualTo(Pulse.Verdict.DEAD);
    }

    @Test
    void whoAnswersLives() {
        Pulse pulse = new Pulse(new Heartbeats(), 0);
        for (long now = 0; now < 1_000 * SECOND; now += SECOND) {
            Pulse.Verdict verdict = pulse.check(now, false, 0);
            assertThat(verdict).isIn(Pulse.Verdict.FINE, Pulse.Verdict.PING);
            if (verdict == Pulse.Verdict.PING) {
                pulse.heard(now);
            }
        }
    }

    @Test
    void whoTakesNothingIsStuckAndWhoTakesLittleIsNot() {
        Pulse stuck = new Pulse(new Heartbeats(), 0);
        Pulse slow = new Pulse(new Heartbeats(), 0);
        long unsent = 1_000_000;
        for (long now = SECOND; now < 59 * SECOND; now += SECOND) {
            stuck.heard(now);
            slow.heard(now);
            unsent -= 10;
            assertThat(stuck.check(now, true, 1_000_000)).isNotEqualTo(Pulse.Verdict.STUCK);
            assertThat(slow.check(now, true, unsent)).isNotEqualTo(Pulse.Verdict.STUCK);
        }
        assertThat(stuck.check(62 * SECOND, true, 1_000_000)).isEqualTo(Pulse.Verdict.STUCK);
        assertThat(slow.check(62 * SECOND, true, unsent)).isNotEqualTo(Pulse.Verdict.STUCK);
    }
}
