package dev.tidings.auth.client;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A secret as it is kept: {@code pbkdf2-sha256$600000$<salt>$<hash>}, salt and hash in base64 without padding. Immutable,
 * safe for use by any thread; {@link #matches} costs some hundred milliseconds by design.
 */
public final class SecretHash {

    private static final Pattern FORM =
            Pattern.compile("pbkdf2-sha256\\$([1-9][0-9]{4,7})\\$([A-Za-z0-9+/]{16,86})\\$([A-Za-z0-9+/]{43})");
    private static final int MIN_ITERATIONS = 100_000;
    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int HASH_BYTES = 32;

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private SecretHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    static Optional<SecretHash> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(form.group(1));
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return Optional.of(new SecretHash(iterations, base64.decode(form.group(2)), base64.decode(form.group(3))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Matches nothing, and takes as long about it as the others. */
    static SecretHash decoy(int iterations) {
        byte[] random = new byte[16 + HASH_BYTES];
        new SecureRandom().nextBytes(random);
        return new SecretHash(iterations, Arrays.copyOf(random, 16), Arrays.copyOfRange(random, 16, random.length));
    }

    /** Compares in constant time. Computes long: never on an event loop. */
    boolean matches(String secret) {
        try {
            PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, iterations, HASH_BYTES * 8);
            byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return MessageDigest.isEqual(derived, hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2", e);
        }
    }

    int iterations() {
        return iterations;
    }

    /** What a cache of verified secrets is bound to: another hash, another entry. */
    byte[] bytes() {
        return hash.clone();
    }

    @Override
    public String toString() {
        return "SecretHash[...]";
    }
}
