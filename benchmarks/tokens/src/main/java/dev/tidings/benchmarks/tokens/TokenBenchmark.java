package dev.tidings.benchmarks.tokens;

import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.contract.token.TokenVerifier;
import dev.tidings.contract.token.Verdict;
import dev.tidings.contract.token.VerificationKeys;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * What a connection token costs: signed as auth-service does it, claims and all; verified by the very class that the edge
 * asks at the handshake; and the bare signature, checked by the JDK, beside it. Prints a table for docs/benchmarks.md.
 */
public final class TokenBenchmark {

    private static final String ISSUER = "https://tidings.example.com";

    private TokenBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        System.out.printf(
                "%s, %d CPUs, Java %s, commit %s%n%n",
                System.getProperty("os.name"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                System.getProperty("commit", "unknown"));
        System.out.println(
                "| algorithm | token | signed /s and core | verified /s and core | the signature alone, by the JDK |");
        System.out.println("| --- | --- | --- | --- | --- |");
        for (Algorithm algorithm : Algorithm.values()) {
            measure(algorithm);
        }
    }

    private static void measure(Algorithm algorithm) throws Exception {
        PublicJsonWebKey key = algorithm.newKey();
        String token = sign(key);
        TokenVerifier verifier = new TokenVerifier(ISSUER, new OneKey(key));
        if (!(verifier.connection(token).toCompletableFuture().join() instanceof Verdict.Accepted)) {
            throw new IllegalStateException(algorithm + ": what was signed is not accepted");
        }
        Measurement.Result signed = Measurement.of(() -> sign(key));
        // Made anew now and then, as it expires; a hundred thousand checks are some seconds.
        Measurement.Result verified = Measurement.of(new Renewed(key, verifier));
        Measurement.Result bare = Measurement.of(bareVerification(algorithm, key, token));
        System.out.printf(
                "| %s | %d characters | %s | %s | %s |%n",
                algorithm.jose(), token.length(), show(signed), show(verified), show(bare));
    }

    private static String show(Measurement.Result result) {
        return "%,.0f (%.0f µs; %,.0f-%,.0f)"
                .formatted(result.perSecond(), result.micros(), result.least(), result.most());
    }

    /** Verifies a token that is never older than some seconds. */
    private static final class Renewed implements Measurement.Operation {

        private static final int EVERY = 20_000;

        private final PublicJsonWebKey key;
        private final TokenVerifier verifier;
        private String token;
        private int count;

        Renewed(PublicJsonWebKey key, TokenVerifier verifier) throws JoseException {
            this.key = key;
            this.verifier = verifier;
            this.token = sign(key);
        }

        @Override
        public Object run() throws JoseException {
            if (++count % EVERY == 0) {
                token = sign(key);
            }
            return verifier.connection(token).toCompletableFuture().join();
        }
    }

    private static Measurement.Operation bareVerification(Algorithm algorithm, PublicJsonWebKey key, String token) {
        int dot = token.lastIndexOf('.');
        byte[] input = token.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
        return () -> {
            Signature check = Signature.getInstance(algorithm.jca());
            check.initVerify(key.getPublicKey());
            check.update(input);
            if (!check.verify(signature)) {
                throw new IllegalStateException("not verified");
            }
            return check;
        };
    }

    /** A token as a product team's backend asks for one: two patterns, a name. */
    private static String sign(PublicJsonWebKey key) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(Claim.AUDIENCE);
        claims.setSubject("ann@example.com");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(60);
        claims.setGeneratedJwtId();
        claims.setStringClaim(Claim.APP, "demo");
        claims.setStringClaim(Claim.SESSION, "AAAAAAAAAAAAAAAAAAAAAA");
        claims.setClaim(Claim.CONNECTION_EXPIRY, 4_000_000_000L);
        claims.setStringListClaim(Claim.CHANNELS, List.of("private:orders.*", "presence:doc.1"));
        claims.setClaim(Claim.INFO, Map.of("name", "Ann"));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setHeader("typ", TokenKind.CONNECTION.typ());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(key.getAlgorithm());
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        return signature.getCompactSerialization();
    }

    private record OneKey(PublicJsonWebKey key) implements VerificationKeys {
        @Override
        public Optional<PublicJsonWebKey> find(String kid) {
            return Optional.of(key);
        }

        @Override
        public CompletionStage<Void> refetch() {
            return CompletableFuture.completedStage(null);
        }
    }
}
