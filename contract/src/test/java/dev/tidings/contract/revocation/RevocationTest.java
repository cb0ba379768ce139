package dev.tidings.contract.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.contract.revocation.RevocationRecord.Fault;
import dev.tidings.contract.revocation.RevocationRecord.Read;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.750Z");
    private static final Instant SECOND = Instant.parse("2026-11-01T10:00:00Z");
    private static final String GOOD = "{\"app\":\"demo\",\"user\":\"ann\",\"issuedBefore\":1,\"expiresAt\":2}";

    @Test
    void isReadAsItWasWritten() {
        for (Optional<String> session : java.util.List.of(Optional.<String>empty(), Optional.of("s-1"))) {
            Revocation revocation = Revocation.at(NOW, "demo", "ann@example.com", session);
            assertThat(RevocationRecord.read(revocation.key(), RevocationRecord.value(revocation)))
                    .isEqualTo(new Read.Valid(revocation));
        }
    }

    @Test
    void aSessionsKeyIsNotItsUsers() {
        assertThat(new String(
                        Revocation.at(NOW, "demo", "ann", Optional.empty()).key(), StandardCharsets.UTF_8))
                .isEqualTo("demo/ann");
        assertThat(new String(
                        Revocation.at(NOW, "demo", "ann", Optional.of("s")).key(), StandardCharsets.UTF_8))
                .isEqualTo("demo/ann/s");
    }

    @Test
    void coversWhatWasIssuedBeforeOrInTheSameSecond() {
        Revocation user = Revocation.at(NOW, "demo", "ann", Optional.empty());
        assertThat(user.covers("demo", "ann", "s", SECOND.minusSeconds(1))).isTrue();
        assertThat(user.covers("demo", "ann", "s", SECOND)).isTrue();
        assertThat(user.covers("demo", "ann", "s", SECOND.plusSeconds(1))).isFalse();
        assertThat(user.covers("demo", "bob", "s", SECOND)).isFalse();
        assertThat(user.covers("other", "ann", "s", SECOND)).isFalse();
        Revocation session = Revocation.at(NOW, "demo", "ann", Optional.of("s"));
        assertThat(session.covers("demo", "ann", "s", SECOND)).isTrue();
        assertThat(session.covers("demo", "ann", "t", SECOND)).isFalse();
    }

    @Test
    void membersOfLaterVersionsAreLeftAlone() {
        assertThat(read("demo/ann", GOOD.replace("}", ",\"by\":{\"x\":[1]}}"))).isInstanceOf(Read.Valid.class);
        assertThat(read("demo/ann", GOOD.replace("}", ",\"session\":null}"))).isInstanceOf(Read.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "\"demo\"",
                "{}",
                "{\"app\":\"demo\",\"user\":\"ann\",\"issuedBefore\":\"1\",\"expiresAt\":2}",
                "{\"app\":\"demo\",\"user\":\"ann\",\"issuedBefore\":1.5,\"expiresAt\":2}",
                "{\"app\":\"demo\",\"user\":\"ann\",\"issuedBefore\":-1,\"expiresAt\":2}",
                "{\"app\":\"demo\",\"user\":\"ann\",\"issuedBefore\":3,\"expiresAt\":2}",
                "{\"app\":\"demo\",\"user\":\"ann\",\"issuedBefore\":1,\"expiresAt\":9223372036854775807}",
                "{\"app\":\"demo\",\"user\":\"ann\",\"issuedBefore\":1,\"expiresAt\":99999999999999999999999}",
                "{\"app\":\"De mo\",\"user\":\"ann\",\"issuedBefore\":1,\"expiresAt\":2}",
                "{\"app\":\"demo\",\"user\":\"a/n\",\"issuedBefore\":1,\"expiresAt\":2}",
                "{\"app\":\"demo\",\"user\":7,\"issuedBefore\":1,\"expiresAt\":2}",
                "{\"app\":\"demo\",\"user\":\"ann\",\"session\":\"a/b\",\"issuedBefore\":1,\"expiresAt\":2}",
                "{\"app\":\"demo\",\"user\":\"ann\",\"session\":7,\"issuedBefore\":1,\"expiresAt\":2}"
            })
    void whatIsNoRevocationIsSaidSo(String value) {
        assertThat(read("demo/ann", value)).isEqualTo(new Read.Invalid(Fault.NOT_A_REVOCATION));
    }

    @Test
    void nothingThatStandsOnTheTopicIsThrownAt() {
        assertThat(RevocationRecord.read(null, null)).isEqualTo(new Read.Invalid(Fault.NO_VALUE));
        assertThat(read("demo/ann", "{")).isEqualTo(new Read.Invalid(Fault.NOT_JSON));
        assertThat(read("demo/ann", "")).isNotInstanceOf(Read.Valid.class);
        assertThat(read("demo/ann", "[".repeat(4_000))).isEqualTo(new Read.Invalid(Fault.NOT_JSON));
        assertThat(read("demo/ann", " ".repeat(5_000))).isEqualTo(new Read.Invalid(Fault.TOO_LARGE));
        assertThat(read("demo/bob", GOOD)).isEqualTo(new Read.Invalid(Fault.BAD_KEY));
        assertThat(RevocationRecord.read(null, GOOD.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Read.Invalid(Fault.BAD_KEY));
    }

    @Test
    void whatCantBeOnTheTopicCantBeMade() {
        assertThatThrownBy(() -> Revocation.at(NOW, "demo", "a/n", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Revocation.at(NOW, "demo", "ann", Optional.of("")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Read read(String key, String value) {
        return RevocationRecord.read(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}
