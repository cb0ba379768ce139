package dev.tidings.contract.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.contract.problem.ProblemCode;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * The one way a token is checked, in every service: signature by {@code kid} with that key's own algorithm, {@code typ},
 * issuer, audience, expiry and issue time. Safe for use by any thread, event loops included: it computes, it never waits;
 * where a key is not known yet, the answer comes when the keys were fetched, on the fetching thread.
 */
public final class TokenVerifier {

    private static final int LEEWAY_SECONDS = 30;
    private static final int MAX_CHARS = 8 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String issuer;
    private final VerificationKeys keys;
    private final CheckedTokens checked;

    public TokenVerifier(String issuer, VerificationKeys keys) {
        this.issuer = issuer;
        this.keys = keys;
        this.checked = new CheckedTokens(keys, Clock.systemUTC());
    }

    public CompletionStage<Verdict<ConnectionToken>> connection(String token) {
        return verify(token, TokenKind.CONNECTION, (key, claims) -> ClaimReader.connection(claims));
    }

    /** One that was checked a moment ago is known. */
    public CompletionStage<Verdict<ServiceToken>> service(String token) {
        Optional<ServiceToken> known = token.length() > MAX_CHARS ? Optional.empty() : checked.find(token);
        return known.isPresent()
                ? CompletableFuture.completedStage(new Verdict.Accepted<>(known.get()))
                : verify(token, TokenKind.SERVICE, (key, claims) -> {
                    ServiceToken good = ClaimReader.service(claims);
                    checked.add(token, good, key, claims);
                    return good;
                });
    }

    /** Whose it is and for which channel is the caller's to compare with the connection that presents it. */
    public CompletionStage<Verdict<GrantToken>> grant(String token) {
        return verify(token, TokenKind.GRANT, (key, claims) -> ClaimReader.grant(claims));
    }

    /** From the claims of a token that was found good, and the key that it was checked with. */
    private interface Reading<T> {
        T read(PublicJsonWebKey key, JwtClaims claims) throws MalformedClaimException;
    }

    private <T> CompletionStage<Verdict<T>> verify(String token, TokenKind kind, Reading<T> reading) {
        Optional<String> kid = token.length() > MAX_CHARS ? Optional.empty() : keyId(token);
        if (kid.isEmpty()) {
            return CompletableFuture.completedStage(invalid());
        }
        Function<PublicJsonWebKey, Verdict<T>> check = key -> verifyWith(key, token, kind, reading);
        Optional<PublicJsonWebKey> known = keys.find(kid.get());
        if (known.isPresent()) {
            return CompletableFuture.completedStage(check.apply(known.get()));
        }
        return keys.refetch()
                .thenApply(fetched -> keys.find(kid.get()).map(check).orElseGet(TokenVerifier::invalid));
    }

    private <T> Verdict<T> verifyWith(PublicJsonWebKey key, String token, TokenKind kind, Reading<T> reading) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setVerificationKey(key.getPublicKey())
                .setJwsProviderContext(SignatureChecks.by(key.getAlgorithm()))
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, key.getAlgorithm()))
                .setExpectedType(true, kind.typ())
                .setExpectedIssuer(true, issuer)
                .setExpectedAudience(true, Claim.AUDIENCE)
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireSubject()
                .setIssuedAtRestrictions(0, Integer.MAX_VALUE) // And the leeway, which jose4j adds.
                .setAllowedClockSkewInSeconds(LEEWAY_SECONDS)
                .build();
        try {
            return new Verdict.Accepted<>(reading.read(key, consumer.processToClaims(token)));
        } catch (InvalidJwtException e) {
            boolean onlyExpired = e.getErrorDetails().stream().allMatch(d -> d.getErrorCode() == ErrorCodes.EXPIRED);
            return onlyExpired && !e.getErrorDetails().isEmpty()
                    ? new Verdict.Refused<>(ProblemCode.TOKEN_EXPIRED)
                    : invalid();
        } catch (MalformedClaimException | IllegalArgumentException e) {
            return invalid();
        }
    }

    private static <T> Verdict<T> invalid() {
        return new Verdict.Refused<>(ProblemCode.TOKEN_INVALID);
    }

    private static Optional<String> keyId(String token) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, dot));
            return Optional.ofNullable(JSON.readTree(header).path("kid").textValue());
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }
}
