package dev.tidings.contract.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** Every way in which a token that looks like ours is none, or is no good any more. */
class TokenVerifierTest {

    private static final String ISSUER = "https://issuer";
    private static final Verdict<?> INVALID = new Verdict.Refused<>(ProblemCode.TOKEN_INVALID);
    private static final Verdict<?> EXPIRED = new Verdict.Refused<>(ProblemCode.TOKEN_EXPIRED);

    private final PublicJsonWebKey ec;
    private final PublicJsonWebKey rsa;
    private final TokenVerifier verifier;

    TokenVerifierTest() throws JoseException {
        ec = named(EcJwkGenerator.generateJwk(EllipticCurves.P256), "ec", "ES256");
        rsa = named(RsaJwkGenerator.generateJwk(2048), "rsa", "RS256");
        verifier = new TokenVerifier(ISSUER, new Keys(List.of(ec, rsa)));
    }

    @Test
    void aGoodTokenIsAccepted() throws JoseException {
        assertThat(check(sign(ec, "ES256", claims -> {}))).isInstanceOf(Verdict.Accepted.class);
        assertThat(check(sign(rsa, "RS256", claims -> {}))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void theTimesHaveHalfAMinuteOfLeeway() throws JoseException {
        assertThat(with(claims -> times(claims, -100, -20))).isInstanceOf(Verdict.Accepted.class);
        assertThat(with(claims -> times(claims, -100, -40))).isEqualTo(EXPIRED);
        assertThat(with(claims -> times(claims, 20, 100))).isInstanceOf(Verdict.Accepted.class);
        assertThat(with(claims -> times(claims, 40, 100))).isEqualTo(INVALID);
        assertThat(with(claims -> claims.setNotBefore(in(40)))).isEqualTo(INVALID);
    }

    @Test
    void whatIsForSomebodyElseIsRefused() throws JoseException {
        assertThat(with(claims -> claims.setIssuer("https://other"))).isEqualTo(INVALID);
        assertThat(with(claims -> claims.setAudience("other"))).isEqualTo(INVALID);
        assertThat(with(claims -> claims.setAudience("other", Claim.AUDIENCE))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void everyClaimThatItNeedsMustBeThereAndOfItsForm() throws JoseException {
        for (String claim : List.of("iss", "aud", "sub", "iat", "exp", "app", "sid", "cxp")) {
            assertThat(with(claims -> claims.unsetClaim(claim))).as(claim).isEqualTo(INVALID);
        }
        assertThat(with(claims -> claims.setSubject("a b"))).isEqualTo(INVALID);
        assertThat(with(claims -> claims.setStringClaim(Claim.APP, "A/B"))).isEqualTo(INVALID);
        assertThat(with(claims -> claims.setStringListClaim(Claim.CHANNELS, "*")))
                .isEqualTo(INVALID);
        assertThat(with(claims -> claims.setClaim(Claim.CHANNELS, 7))).isEqualTo(INVALID);
        assertThat(with(claims -> claims.setClaim(Claim.INFO, "x"))).isEqualTo(INVALID);
        assertThat(with(claims -> claims.setStringClaim(Claim.JOINED, "yesterday")))
                .isEqualTo(INVALID);
        assertThat(with(claims -> claims.setClaim(Claim.CONNECTION_EXPIRY, "soon")))
                .isEqualTo(INVALID);
    }

    @Test
    void onlyTheKeysOwnAlgorithmIsTaken() throws JoseException {
        assertThat(check(sign(rsa, "RS512", claims -> {}))).isEqualTo(INVALID);
        assertThat(check(sign(rsa, "PS256", claims -> {}))).isEqualTo(INVALID);
        assertThat(check(hmacWithThePublicKey())).isEqualTo(INVALID);
        String[] good = sign(ec, "ES256", claims -> {}).split("\\.", -1);
        for (String none : List.of("none", "None", "")) {
            String header = encode("{\"alg\":\"" + none + "\",\"typ\":\"connection+jwt\",\"kid\":\"ec\"}");
            assertThat(check(header + "." + good[1] + ".")).isEqualTo(INVALID);
            assertThat(check(header + "." + good[1] + "." + good[2])).isEqualTo(INVALID);
        }
    }

    @Test
    void aTokenThatBringsItsOwnKeyIsRefused() throws JoseException {
        PublicJsonWebKey own = named(EcJwkGenerator.generateJwk(EllipticCurves.P256), "ec", "ES256");
        assertThat(check(sign(own, "ES256", claims -> {}))).isEqualTo(INVALID);
        JsonWebSignature embedded = signature(own, "ES256", goodClaims());
        embedded.setJwkHeader(own);
        assertThat(check(embedded.getCompactSerialization())).isEqualTo(INVALID);
    }

    @Test
    void oneKindIsNeverTakenForAnother() throws JoseException {
        String connection = sign(ec, "ES256", claims -> {});
        assertThat(verifier.service(connection).toCompletableFuture().join()).isEqualTo(INVALID);
        assertThat(verifier.grant(connection).toCompletableFuture().join()).isEqualTo(INVALID);
        for (String type : List.of("at+jwt", "grant+jwt", "JWT", "")) {
            JsonWebSignature other = signature(ec, "ES256", goodClaims());
            other.setHeader("typ", type);
            assertThat(check(other.getCompactSerialization())).as(type).isEqualTo(INVALID);
        }
    }

    @Test
    void whatIsAlteredOrNoTokenAtAllIsRefused() throws JoseException {
        String good = sign(ec, "ES256", claims -> {});
        String[] parts = good.split("\\.", -1);
        String bob = encode(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"ann\"", "\"bob\""));
        for (String bad : List.of(
                parts[0] + "." + bob + "." + parts[2],
                parts[0] + "." + parts[1],
                parts[0] + "." + parts[1] + ".",
                good + ".",
                good + ".a.b",
                good.substring(1),
                "",
                ".",
                "..",
                "x",
                "\u0000",
                "a".repeat(10_000),
                encode("[]") + ".e30.x",
                encode("{\"kid\":7}") + ".e30.x")) {
            assertThat(check(bad)).as(bad).isEqualTo(INVALID);
        }
    }

    @Test
    void anUnknownKeyIsLookedForAndThenRefused() throws JoseException {
        PublicJsonWebKey unknown = named(EcJwkGenerator.generateJwk(EllipticCurves.P256), "unknown", "ES256");
        assertThat(check(sign(unknown, "ES256", claims -> {}))).isEqualTo(INVALID);
    }

    private Verdict<ConnectionToken> with(Consumer<JwtClaims> change) throws JoseException {
        return check(sign(ec, "ES256", change));
    }

    private Verdict<ConnectionToken> check(String token) {
        return verifier.connection(token).toCompletableFuture().join();
    }

    private String hmacWithThePublicKey() throws JoseException {
        JsonWebSignature signature = signature(rsa, "HS256", goodClaims());
        signature.setKey(new HmacKey(rsa.getPublicKey().getEncoded()));
        return signature.getCompactSerialization();
    }

    private static String sign(PublicJsonWebKey key, String algorithm, Consumer<JwtClaims> change)
            throws JoseException {
        JwtClaims claims = goodClaims();
        change.accept(claims);
        return signature(key, algorithm, claims).getCompactSerialization();
    }

    private static JsonWebSignature signature(PublicJsonWebKey key, String algorithm, JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setHeader("typ", TokenKind.CONNECTION.typ());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        return signature;
    }

    private static JwtClaims goodClaims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(Claim.AUDIENCE);
        claims.setSubject("ann");
        times(claims, 0, 60);
        claims.setStringClaim(Claim.APP, "demo");
        claims.setStringClaim(Claim.SESSION, "s");
        claims.setClaim(Claim.CONNECTION_EXPIRY, 4_000_000_000L);
        return claims;
    }

    private static void times(JwtClaims claims, long issued, long expires) {
        claims.setIssuedAt(in(issued));
        claims.setExpirationTime(in(expires));
    }

    private static NumericDate in(long seconds) {
        NumericDate time = NumericDate.now();
        time.addSeconds(seconds);
        return time;
    }

    private static PublicJsonWebKey named(PublicJsonWebKey key, String kid, String algorithm) {
        key.setKeyId(kid);
        key.setAlgorithm(algorithm);
        return key;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private record Keys(List<PublicJsonWebKey> keys) implements VerificationKeys {
        @Override
        public Optional<PublicJsonWebKey> find(String kid) {
            return keys.stream().filter(key -> key.getKeyId().equals(kid)).findFirst();
        }

        @Override
        public CompletionStage<Void> refetch() {
            return CompletableFuture.completedStage(null);
        }
    }
}
