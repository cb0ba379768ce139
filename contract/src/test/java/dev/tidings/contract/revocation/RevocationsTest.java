package dev.tidings.contract.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevocationsTest {

    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private Instant now = START;
    private final Revocations revocations = new Revocations(() -> now);

    @Test
    void aUsersTokensOfBeforeAreRefusedAndLaterOnesNot() {
        assertThat(revoked("ann", "s", START)).isFalse();
        assertThat(revocations.apply(user("ann"))).isTrue();
        assertThat(revoked("ann", "s", START.minusSeconds(100))).isTrue();
        assertThat(revoked("ann", "s", START)).isTrue();
        assertThat(revoked("ann", "s", START.plusSeconds(1))).isFalse();
        assertThat(revoked("bob", "s", START)).isFalse();
        assertThat(revocations.isRevoked("other", "ann", "s", START)).isFalse();
    }

    @Test
    void aSessionAloneLeavesTheOthers() {
        revocations.apply(Revocation.at(now, "demo", "ann", Optional.of("s")));
        assertThat(revoked("ann", "s", START)).isTrue();
        assertThat(revoked("ann", "t", START)).isFalse();
    }

    @Test
    void theLatestCountsInWhateverOrderTheyCome() {
        Revocation early = user("ann");
        now = START.plusSeconds(10);
        Revocation late = user("ann");
        assertThat(revocations.apply(late)).isTrue();
        assertThat(revocations.apply(early)).isFalse();
        assertThat(revocations.apply(late)).isFalse();
        assertThat(revoked("ann", "s", START.plusSeconds(10))).isTrue();
        assertThat(revocations.size()).isEqualTo(1);
    }

    @Test
    void whatCanRefuseNothingMoreIsForgotten() {
        for (int i = 0; i < 100; i++) {
            revocations.apply(user("user" + i));
        }
        now = START.plus(Revocation.LONGEST);
        assertThat(revoked("user1", "s", START)).isFalse();
        revocations.apply(user("ann"));
        assertThat(revocations.size()).isEqualTo(1);
    }

    @Test
    void noRecordIsKeptLongerThanAnyTokenLasts() {
        revocations.apply(new Revocation("demo", "ann", Optional.empty(), START, START.plus(Duration.ofDays(100_000))));
        now = START.plus(Revocation.LONGEST);
        assertThat(revoked("ann", "s", START)).isFalse();
    }

    @Test
    void oneFromLongAgoIsNotTakenUp() {
        Revocation old = user("ann");
        now = START.plus(Revocation.LONGEST);
        assertThat(revocations.apply(old)).isFalse();
        assertThat(revocations.size()).isZero();
    }

    private boolean revoked(String user, String session, Instant issuedAt) {
        return revocations.isRevoked("demo", user, session, issuedAt);
    }

    private Revocation user(String name) {
        return Revocation.at(now, "demo", name, Optional.empty());
    }
}
