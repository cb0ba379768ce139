package dev.tidings.auth.key;

import dev.tidings.auth.AuthConfig;
import dev.tidings.auth.file.ConfigFile;
import dev.tidings.auth.file.ConfigFiles;
import dev.tidings.contract.token.VerificationKeys;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * The keys in force. Made at the start, so a service without a good key never runs; when the file changes, another set
 * comes into force in one step for all readers. Reading is for any thread and never blocks.
 */
@Startup
@Singleton
public class KeyRing implements VerificationKeys {

    private static final Logger LOG = Logger.getLogger(KeyRing.class);

    private record InForce(KeySet keys, SigningKey signing) {}

    /** The watching thread's own, once the constructor is done. */
    private final Rotation rotation;

    private final ConfigFile<KeySet> file;
    private volatile InForce inForce;

    KeyRing(AuthConfig config, ConfigFiles files) {
        Path path = config.keysFile();
        if (!Files.exists(path)) {
            if (!config.developmentKey()) {
                throw new ConfigurationException("tidings.auth.keys-file (" + path
                        + ") is missing: give a JWK Set of private keys, or set tidings.auth.development-key=true"
                        + " on your own machine.");
            }
            DevelopmentKey.write(path);
            LOG.warnf("A development key was made in %s. It is not for production.", path);
        }
        this.rotation = new Rotation(config.keyLead());
        this.file = files.watch(KeysFile.SETTING, path, content -> read(path, content));
        rotate(Instant.now());
        files.everyRound(() -> rotate(Instant.now()));
    }

    public SigningKey signing() {
        return inForce.signing();
    }

    String published() {
        return inForce.keys().published();
    }

    @Override
    public Optional<PublicJsonWebKey> find(String kid) {
        return inForce.keys().find(kid);
    }

    /** What is in force here is the newest there is. */
    @Override
    public CompletionStage<Void> refetch() {
        return CompletableFuture.completedStage(null);
    }

    private KeySet read(Path path, byte[] content) {
        KeySet keys = new KeysFile(path).read(content);
        if (inForce != null) {
            keys.contradiction(inForce.keys()).ifPresent(kid -> {
                throw ConfigFile.fault(
                        KeysFile.SETTING, path, "the kid " + kid + " names another key than before: give a new one");
            });
        }
        return keys;
    }

    private void rotate(Instant now) {
        InForce before = inForce;
        KeySet keys = file.current();
        SigningKey signing = rotation.next(keys, now);
        if (before != null && before.keys() == keys && before.signing().kid().equals(signing.kid())) {
            return;
        }
        inForce = new InForce(keys, signing);
        if (before != null) {
            before.keys().kids().stream()
                    .filter(kid -> keys.find(kid).isEmpty())
                    .forEach(kid -> LOG.warnf("Key %s is gone: what it signed is refused from now on", kid));
        }
        String wanted = keys.signing().kid();
        if (before == null || !before.signing().kid().equals(signing.kid())) {
            LOG.infof("Signing with key %s (%s)", signing.kid(), signing.algorithm());
        }
        if (!wanted.equals(signing.kid())) {
            LOG.infof(
                    "Key %s signs when it has been published long enough; %s goes on until then",
                    wanted, signing.kid());
        }
    }
}
