package dev.tidings.auth.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers which secrets were right, so that a backend pays for the slow hash once and not at every call. Holds no
 * secret: what is kept is an HMAC under a key that this process made and nobody else has. Safe for use by any thread.
 */
final class VerifiedSecrets {

    static final int MAX = 1_000;

    private final SecretKeySpec key;
    private final Map<String, Boolean> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX;
        }
    };

    VerifiedSecrets() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, "HmacSHA256");
    }

    boolean contains(Client client, String secret) {
        String fingerprint = fingerprint(client, secret);
        synchronized (seen) {
            return seen.get(fingerprint) != null;
        }
    }

    void add(Client client, String secret) {
        String fingerprint = fingerprint(client, secret);
        synchronized (seen) {
            seen.put(fingerprint, true);
        }
    }

    int size() {
        synchronized (seen) {
            return seen.size();
        }
    }

    private String fingerprint(Client client, String secret) {
        try {
            byte[] id = client.id().getBytes(StandardCharsets.UTF_8);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(id.length).flip());
            mac.update(id);
            mac.update(client.secret().bytes());
            return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC", e);
        }
    }
}
