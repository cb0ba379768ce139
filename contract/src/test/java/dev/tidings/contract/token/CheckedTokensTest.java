package dev.tidings.contract.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;

/** A service token is known as long as it would be found good, and no longer. */
class CheckedTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    /** What is published now, and may be something else a moment later. */
    private static final class Published implements VerificationKeys {

        private final List<PublicJsonWebKey> keys = new ArrayList<>();

        @Override
        public Optional<PublicJsonWebKey> find(String kid) {
            return keys.stream().filter(key -> key.getKeyId().equals(kid)).findFirst();
        }

        @Override
        public CompletionStage<Void> refetch() {
            return CompletableFuture.completedStage(null);
        }
    }

    private final Published published = new Published();
    private final ServiceToken shop = new ServiceToken("demo", "shop", Set.of());

    @Test
    void oneIsKnownUntilItExpiresWithoutLeeway() throws Exception {
        PublicJsonWebKey key = publish("k1");
        assertThat(checkedAt(NOW, key).find("a.b.c")).contains(shop);
        assertThat(checkedAt(NOW, key).find("a.b.d")).isEmpty();
        assertThat(checkedAt(NOW.plusSeconds(59), key).find("a.b.c")).contains(shop);
        assertThat(checkedAt(NOW.plusSeconds(60), key).find("a.b.c")).isEmpty();
    }

    @Test
    void oneIsNotKnownBeyondItsKey() throws Exception {
        PublicJsonWebKey key = publish("k1");
        CheckedTokens tokens = checkedAt(NOW, key);
        published.keys.clear();
        assertThat(tokens.find("a.b.c")).isEmpty();
        publish("k1");
        assertThat(tokens.find("a.b.c")).isEmpty();
        published.keys.clear();
        published.keys.add(key);
        assertThat(tokens.find("a.b.c")).contains(shop);
    }

    @Test
    void thereIsRoomForSoManyAndThenItBeginsAnew() throws Exception {
        PublicJsonWebKey key = publish("k1");
        CheckedTokens tokens = checkedAt(NOW, key);
        for (int i = 0; i < CheckedTokens.MAX_TOKENS; i++) {
            tokens.add("t" + i, shop, key, expiring(NOW.plusSeconds(60)));
        }
        assertThat(tokens.find("a.b.c")).isEmpty();
        assertThat(tokens.find("t" + (CheckedTokens.MAX_TOKENS - 1))).contains(shop);
    }

    @Test
    void aVerifierRefusesWhatItKnewOnceTheKeyIsAnother() throws Exception {
        PublicJsonWebKey key = publish("k1");
        TokenVerifier verifier = new TokenVerifier("https://issuer", published);
        String token = sign(key);
        for (int i = 0; i < 3; i++) {
            assertThat(verify(verifier, token)).isEqualTo(new Verdict.Accepted<>(shop));
        }
        assertThat(verify(verifier, token.substring(0, token.length() - 4) + "AAAA"))
                .isInstanceOf(Verdict.Refused.class);
        published.keys.clear();
        publish("k1");
        assertThat(verify(verifier, token)).isInstanceOf(Verdict.Refused.class);
    }

    private static Verdict<ServiceToken> verify(TokenVerifier verifier, String token) {
        return verifier.service(token).toCompletableFuture().join();
    }

    /** It knows one, which expires a minute after {@link #NOW}. */
    private CheckedTokens checkedAt(Instant now, PublicJsonWebKey key) throws Exception {
        CheckedTokens tokens = new CheckedTokens(published, Clock.fixed(now, ZoneOffset.UTC));
        tokens.add("a.b.c", shop, key, expiring(NOW.plusSeconds(60)));
        return tokens;
    }

    private PublicJsonWebKey publish(String kid) throws Exception {
        PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId(kid);
        key.setAlgorithm("ES256");
        published.keys.add(key);
        return key;
    }

    private static JwtClaims expiring(Instant at) {
        JwtClaims claims = new JwtClaims();
        claims.setExpirationTime(NumericDate.fromSeconds(at.getEpochSecond()));
        return claims;
    }

    private static String sign(PublicJsonWebKey key) throws Exception {
        JwtClaims claims = expiring(Instant.now().plusSeconds(60));
        claims.setIssuer("https://issuer");
        claims.setAudience(Claim.AUDIENCE);
        claims.setSubject("shop");
        claims.setIssuedAtToNow();
        claims.setStringClaim(Claim.APP, "demo");
        JsonWebSignature signature = new JsonWebSignature();
        signature.setHeader("typ", TokenKind.SERVICE.typ());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue("ES256");
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        return signature.getCompactSerialization();
    }
}
