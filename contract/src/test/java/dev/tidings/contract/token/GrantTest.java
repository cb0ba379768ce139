package dev.tidings.contract.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.problem.ProblemCode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {

    private final EllipticCurveJsonWebKey key;

    GrantTest() throws JoseException {
        key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId("k");
        key.setAlgorithm("ES256");
    }

    @Test
    void saysWhoMaySubscribeToWhat() throws JoseException {
        assertThat(grant(TokenKind.GRANT, "private:orders.17"))
                .isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
                    GrantToken token = (GrantToken) accepted.token();
                    assertThat(token.app()).isEqualTo("demo");
                    assertThat(token.user()).isEqualTo("ann");
                    assertThat(token.channel()).isEqualTo(new Channel.Private("orders.17"));
                });
        assertThat(grant(TokenKind.GRANT, "presence:doc.1")).isInstanceOf(Verdict.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:bob", "everyone", "public:news", "private:*", "private:", "orders"})
    void opensNothingButOnePrivateOrPresenceChannel(String channel) throws JoseException {
        assertThat(grant(TokenKind.GRANT, channel)).isEqualTo(new Verdict.Refused<>(ProblemCode.TOKEN_INVALID));
    }

    @Test
    void isOnlyOfItsKind() throws JoseException {
        assertThat(grant(TokenKind.CONNECTION, "private:orders.17")).isInstanceOf(Verdict.Refused.class);
        assertThat(grant(TokenKind.SERVICE, "private:orders.17")).isInstanceOf(Verdict.Refused.class);
    }

    private Verdict<GrantToken> grant(TokenKind kind, String channel) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://issuer");
        claims.setAudience(Claim.AUDIENCE);
        claims.setSubject("ann");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(1);
        claims.setStringClaim(Claim.APP, "demo");
        claims.setStringClaim(Claim.CHANNEL, channel);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setHeader("typ", kind.typ());
        signature.setKeyIdHeaderValue("k");
        signature.setAlgorithmHeaderValue("ES256");
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        return new TokenVerifier("https://issuer", new OneKey(key))
                .grant(signature.getCompactSerialization())
                .toCompletableFuture()
                .join();
    }

    private record OneKey(PublicJsonWebKey key) implements VerificationKeys {
        @Override
        public Optional<PublicJsonWebKey> find(String kid) {
            return Optional.of(key).filter(known -> known.getKeyId().equals(kid));
        }

        @Override
        public CompletionStage<Void> refetch() {
            return CompletableFuture.completedStage(null);
        }
    }
}
