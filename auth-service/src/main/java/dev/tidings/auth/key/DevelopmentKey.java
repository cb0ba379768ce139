package dev.tidings.auth.key;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** A key for one's own machine, made where there is none. In production keys are given, never made. */
final class DevelopmentKey {

    private DevelopmentKey() {}

    /** Writes it readable by the owner alone, whole or not at all. */
    static void write(Path file) {
        Path absolute = file.toAbsolutePath();
        try {
            Files.createDirectories(absolute.getParent());
            // Made with mode 0600 from its first moment on.
            Path draft = Files.createTempFile(
                    absolute.getParent(),
                    ".keys",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, new JsonWebKeySet(generate()).toJson(OutputControlLevel.INCLUDE_PRIVATE));
            Files.move(draft, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ConfigurationException("tidings.auth.keys-file (" + file
                    + "): a development key can't be written (" + e.getClass().getSimpleName() + ").");
        } catch (JoseException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private static PublicJsonWebKey generate() throws JoseException {
        PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId("dev-"
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(key.calculateThumbprint("SHA-256"))
                        .substring(0, 12));
        key.setAlgorithm("ES256");
        key.setUse("sig");
        key.setOtherParameter(KeyState.MEMBER, KeyState.SIGNING.text());
        return key;
    }
}
