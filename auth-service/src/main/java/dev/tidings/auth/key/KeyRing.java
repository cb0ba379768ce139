package dev.tidings.auth.key;

import dev.tidings.auth.AuthConfig;
import dev.tidings.contract.token.VerificationKeys;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * The keys in force. Made at the start, so a service without a good key never runs. Safe for use by any thread; never
 * blocks. Rotation will put another {@link KeySet} here, in one step for all readers.
 */
@Startup
@Singleton
public class KeyRing implements VerificationKeys {

    private static final Logger LOG = Logger.getLogger(KeyRing.class);

    private final KeySet keys;

    KeyRing(AuthConfig config) {
        if (!Files.exists(config.keysFile())) {
            if (!config.developmentKey()) {
                throw new ConfigurationException("tidings.auth.keys-file (" + config.keysFile()
                        + ") is missing: give a JWK Set of private keys, or set tidings.auth.development-key=true"
                        + " on your own machine.");
            }
            DevelopmentKey.write(config.keysFile());
            LOG.warnf("A development key was made in %s. It is not for production.", config.keysFile());
        }
        keys = new KeysFile(config.keysFile()).read();
        LOG.infof(
                "Signing with key %s (%s)", keys.signing().kid(), keys.signing().algorithm());
    }

    public SigningKey signing() {
        return keys.signing();
    }

    String published() {
        return keys.published();
    }

    @Override
    public Optional<PublicJsonWebKey> find(String kid) {
        return keys.find(kid);
    }

    /** What is in force here is the newest there is. */
    @Override
    public CompletionStage<Void> refetch() {
        return CompletableFuture.completedStage(null);
    }
}
