package dev.tidings.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

class RotationTest {

    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private final Rotation rotation = new Rotation(Duration.ofMinutes(2));

    @Test
    void atTheStartTheSigningKeySigns() throws JoseException {
        assertThat(rotation.next(keys("a", "b"), START).kid()).isEqualTo("a");
    }

    @Test
    void aKeyThatWasPublishedLongEnoughSignsAtOnce() throws JoseException {
        rotation.next(keys("a", "b"), START);
        assertThat(rotation.next(keys("b", "a"), START.plusSeconds(120)).kid()).isEqualTo("b");
    }

    @Test
    void aNewKeyWaitsWhileTheOneBeforeGoesOn() throws JoseException {
        rotation.next(keys("a"), START);
        Instant change = START.plusSeconds(600);
        KeySet both = keys("b", "a");
        assertThat(rotation.next(both, change).kid()).isEqualTo("a");
        assertThat(rotation.next(both, change.plusSeconds(119)).kid()).isEqualTo("a");
        assertThat(rotation.next(both, change.plusSeconds(120)).kid()).isEqualTo("b");
    }

    @Test
    void aKeyThatWasTakenOutSignsNothingMore() throws JoseException {
        rotation.next(keys("a"), START);
        assertThat(rotation.next(keys("b"), START.plusSeconds(1)).kid()).isEqualTo("b");
    }

    @Test
    void oneThatCameBackIsNewAgain() throws JoseException {
        rotation.next(keys("a", "b"), START);
        rotation.next(keys("a"), START.plusSeconds(60));
        assertThat(rotation.next(keys("b", "a"), START.plusSeconds(130)).kid()).isEqualTo("a");
    }

    /** The first of them has the state signing. */
    private static KeySet keys(String... kids) throws JoseException {
        List<PublicJsonWebKey> keys = new ArrayList<>();
        for (String kid : kids) {
            PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(kid);
            key.setAlgorithm("ES256");
            keys.add(key);
        }
        return new KeySet(keys.getFirst(), keys);
    }
}
