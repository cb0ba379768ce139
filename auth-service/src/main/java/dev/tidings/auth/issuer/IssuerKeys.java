package dev.tidings.auth.issuer;

import dev.tidings.auth.file.ConfigFile;
import dev.tidings.auth.file.ConfigFiles;
import dev.tidings.auth.issuer.TrustedIssuer.KeySource;
import dev.tidings.contract.token.PublishedKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The public keys of a trusted issuer, wherever they come from. They may name no algorithm, so whoever checks with one
 * binds it to the issuer's. Safe for use by any thread; {@link #find} never blocks.
 */
sealed interface IssuerKeys extends AutoCloseable {

    Optional<PublicJsonWebKey> find(String kid);

    /** Completes when it may be asked again, never exceptionally. */
    CompletionStage<Void> refetch();

    @Override
    void close();

    static IssuerKeys of(KeySource source, ConfigFiles files, Duration pollEvery) {
        return switch (source) {
            case KeySource.Address address -> new Fetched(PublishedKeys.pollForeign(address.uri(), pollEvery));
            case KeySource.InFile(Path path) -> new Read(files.watch("jwksFile", path, content -> read(path, content)));
        };
    }

    record Fetched(PublishedKeys keys) implements IssuerKeys {
        @Override
        public Optional<PublicJsonWebKey> find(String kid) {
            return keys.find(kid);
        }

        @Override
        public CompletionStage<Void> refetch() {
            return keys.refetch();
        }

        @Override
        public void close() {
            keys.close();
        }
    }

    record Read(ConfigFile<Map<String, PublicJsonWebKey>> file) implements IssuerKeys {
        @Override
        public Optional<PublicJsonWebKey> find(String kid) {
            return Optional.ofNullable(file.current().get(kid));
        }

        /** The file is looked at anyway. */
        @Override
        public CompletionStage<Void> refetch() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private static Map<String, PublicJsonWebKey> read(Path path, byte[] content) {
        try {
            Map<String, PublicJsonWebKey> keys = new JsonWebKeySet(new String(content, StandardCharsets.UTF_8))
                    .getJsonWebKeys().stream()
                            .filter(PublicJsonWebKey.class::isInstance)
                            .map(PublicJsonWebKey.class::cast)
                            .filter(key -> key.getKeyId() != null && !"enc".equals(key.getUse()))
                            .collect(Collectors.toUnmodifiableMap(
                                    JsonWebKey::getKeyId, Function.identity(), (first, same) -> first));
            if (keys.isEmpty()) {
                throw ConfigFile.fault("jwksFile", path, "it has no public key with a kid");
            }
            return keys;
        } catch (JoseException e) {
            throw ConfigFile.fault("jwksFile", path, "it is no JWK Set");
        }
    }
}
