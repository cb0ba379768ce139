package dev.tidings.auth;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Real files for the service under test: two clients of two apps; the key it makes itself. */
public final class TestClients implements QuarkusTestResourceLifecycleManager {

    public static final String SECRET = "demo-secret";
    public static final String NARROW_SECRET = "narrow-secret";

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory(Path.of("target"), "auth");
            Path clients = directory.resolve("clients.json");
            Files.writeString(
                    clients,
                    "{\"clients\":["
                            + client(
                                    "demo",
                                    "demo",
                                    SECRET,
                                    "notifications:write",
                                    "events:write",
                                    "tokens:issue",
                                    "users:admin")
                            + "," + client("narrow", "other", NARROW_SECRET, "events:write") + "]}");
            return Map.of(
                    "tidings.auth.clients-file", clients.toString(),
                    "tidings.auth.keys-file", directory.resolve("keys.json").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}

    public static String client(String id, String app, String secret, String... scopes) {
        return "{\"id\":\"%s\",\"app\":\"%s\",\"secret\":\"%s\",\"scopes\":[\"%s\"]}"
                .formatted(id, app, hash(secret), String.join("\",\"", scopes));
    }

    /** As an operator's tool would write it. */
    public static String hash(String secret) {
        try {
            byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, 100_000, 256))
                    .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
            return "pbkdf2-sha256$100000$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
