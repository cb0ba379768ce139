package dev.tidings.auth.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.auth.issuer.TrustedIssuers.Trusted;
import dev.tidings.contract.channel.Channel;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Checks users' JWTs of trusted issuers: signature with the issuer's own key and algorithm, issuer, audience, expiry, issue
 * time, and that it is a token about a user at all. Safe for use by any thread; it never waits: where a key is not known
 * yet, the answer comes when the keys were fetched.
 */
@Singleton
public class SubjectTokens {

    private static final int LEEWAY_SECONDS = 30;
    private static final int MAX_CHARS = 16 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /** A logout token or a security event is signed by the same issuer, and no proof of a user who is here. */
    private static final Set<String> USERS_TYPES = Set.of("", "jwt", "at+jwt", "application/at+jwt");

    private final TrustedIssuers issuers;

    SubjectTokens(TrustedIssuers issuers) {
        this.issuers = issuers;
    }

    public CompletionStage<Subject> check(String token) {
        if (token.length() > MAX_CHARS || !COMPACT.matcher(token).matches()) {
            return refused("The subject token is no signed JWT.");
        }
        Optional<JsonNode> header = part(token, 0);
        Optional<JsonNode> claims = part(token, 1);
        String kid = header.map(json -> json.path("kid").textValue()).orElse(null);
        String issuer = claims.map(json -> json.path("iss").textValue()).orElse(null);
        if (kid == null || issuer == null) {
            return refused("The subject token has no kid or no iss.");
        }
        if (!USERS_TYPES.contains(header.get().path("typ").asText("").toLowerCase(Locale.ROOT))) {
            return refused("The subject token is not of a type that says who a user is.");
        }
        List<Trusted> candidates = issuers.named(issuer);
        if (candidates.isEmpty()) {
            return refused("The subject token's issuer is not trusted.");
        }
        Set<String> audiences = audiences(claims.get().path("aud"));
        List<Trusted> meant = candidates.stream()
                .filter(trusted -> trusted.issuer().audiences().stream().anyMatch(audiences::contains))
                .toList();
        if (meant.size() != 1) {
            return refused(
                    meant.isEmpty()
                            ? "The subject token is for another audience."
                            : "The subject token is for the audiences of several apps.");
        }
        return check(token, kid, meant.getFirst());
    }

    private static CompletionStage<Subject> check(String token, String kid, Trusted trusted) {
        Optional<PublicJsonWebKey> known = trusted.keys().find(kid);
        if (known.isPresent()) {
            return CompletableFuture.completedStage(check(token, known.get(), trusted.issuer()));
        }
        return trusted.keys()
                .refetch()
                .thenApply(fetched -> trusted.keys()
                        .find(kid)
                        .map(key -> check(token, key, trusted.issuer()))
                        .orElse(new Subject.Refused("The subject token's key is not known.")));
    }

    private static Subject check(String token, PublicJsonWebKey key, TrustedIssuer issuer) {
        Set<String> algorithms = issuer.algorithms();
        if (key.getAlgorithm() != null) {
            if (!algorithms.contains(key.getAlgorithm())) {
                return new Subject.Refused("The subject token's key is of an algorithm that is not expected.");
            }
            algorithms = Set.of(key.getAlgorithm());
        }
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setVerificationKey(key.getPublicKey())
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, algorithms.toArray(String[]::new)))
                .setExpectedIssuer(true, issuer.issuer())
                .setExpectedAudience(true, issuer.audiences().toArray(String[]::new))
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(LEEWAY_SECONDS)
                .setIssuedAtRestrictions(0, Integer.MAX_VALUE) // And the leeway, which jose4j adds.
                .build();
        try {
            return user(consumer.processToClaims(token), issuer);
        } catch (InvalidJwtException e) {
            return new Subject.Refused(
                    e.hasErrorCode(ErrorCodes.EXPIRED)
                            ? "The subject token has expired."
                            : "The subject token is not valid.");
        }
    }

    private static Subject user(JwtClaims claims, TrustedIssuer issuer) {
        if (claims.hasClaim("cnf")) {
            return new Subject.Refused("The subject token is bound to a key that is not proven here.");
        }
        return claims.getClaimValue(issuer.userClaim()) instanceof String user && Channel.isName(user)
                ? new Subject.Known(issuer, user)
                : new Subject.Refused("The subject token's claim " + issuer.userClaim() + " is no user's id.");
    }

    private static Set<String> audiences(JsonNode aud) {
        return aud.isTextual()
                ? Set.of(aud.textValue())
                : StreamSupport.stream(aud.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet());
    }

    private static Optional<JsonNode> part(String token, int index) {
        try {
            return Optional.of(JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", 3)[index])))
                    .filter(JsonNode::isObject);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static CompletionStage<Subject> refused(String why) {
        return CompletableFuture.completedStage(new Subject.Refused(why));
    }
}
