package dev.tidings.local.service;

import dev.tidings.local.process.OwnedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The one product backend that the local stack knows, as auth-service reads it. Its secret is no secret. */
public final class DemoClient {

    public static final String ID = "demo";
    public static final String SECRET = "demo-secret";

    private static final int ITERATIONS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private DemoClient() {}

    static void writeIfMissing(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        OwnedFiles.write(file, """
                {"clients":[{"id":"%s","app":"demo","secret":"%s",
                  "scopes":["notifications:write","events:write","tokens:issue","users:admin"]}]}
                """.formatted(ID, hash(SECRET)));
    }

    static String hash(String secret) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        PBEKeySpec specification = new PBEKeySpec(secret.toCharArray(), salt, ITERATIONS, HASH_BITS);
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(specification)
                    .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
            return "pbkdf2-sha256$%d$%s$%s"
                    .formatted(ITERATIONS, base64.encodeToString(salt), base64.encodeToString(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
        } finally {
            specification.clearPassword();
        }
    }
}
