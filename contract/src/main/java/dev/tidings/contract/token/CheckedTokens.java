package dev.tidings.contract.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/**
 * Service tokens that were found good, so that a backend's token is not checked anew for each of its thousands of calls. One is
 * known until it expires, without leeway, and only as long as the very key object is published that it was checked with: keys
 * that are fetched anew are other objects, so each token is checked again after each poll, and is not known beyond its key. Of a
 * token only the hash is kept. Safe for use by any thread.
 */
final class CheckedTokens {

    /** Only good tokens get in, so nobody fills it who has none; full, it begins anew. */
    static final int MAX_TOKENS = 1_000;

    private record Known(ServiceToken token, PublicJsonWebKey key, long expiresAtMillis) {}

    private final Map<ByteBuffer, Known> known = new ConcurrentHashMap<>();
    private final VerificationKeys keys;
    private final Clock clock;

    CheckedTokens(VerificationKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    Optional<ServiceToken> find(String token) {
        return Optional.ofNullable(known.get(hash(token))).filter(this::isGood).map(Known::token);
    }

    @SuppressWarnings("ReferenceEquality") // The very key, not one of the same name or numbers.
    private boolean isGood(Known one) {
        return clock.millis() < one.expiresAtMillis
                && keys.find(one.key.getKeyId()).filter(key -> key == one.key).isPresent();
    }

    void add(String token, ServiceToken checked, PublicJsonWebKey with, JwtClaims claims)
            throws MalformedClaimException {
        if (known.size() >= MAX_TOKENS) {
            known.clear();
        }
        known.put(
                hash(token), new Known(checked, with, claims.getExpirationTime().getValueInMillis()));
    }

    private static ByteBuffer hash(String token) {
        try {
            byte[] text = token.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
