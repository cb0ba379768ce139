package dev.tidings.notifications.access;

import dev.tidings.contract.origin.OriginPolicy;
import dev.tidings.contract.revocation.Revocations;
import dev.tidings.contract.token.PublishedKeys;
import dev.tidings.contract.token.TokenVerifier;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** auth-service's keys, fetched from the start on, the verifier that uses them, and what a good token may still lack. */
final class Tokens {

    @Produces
    @Singleton
    @Startup
    static PublishedKeys keys(TokenConfig config) {
        return PublishedKeys.poll(config.jwksUrl(), config.jwksPoll());
    }

    static void close(@Disposes PublishedKeys keys) {
        keys.close();
    }

    @Produces
    @Singleton
    static TokenVerifier verifier(TokenConfig config, PublishedKeys keys) {
        return new TokenVerifier(config.issuer(), keys);
    }

    /** What is revoked; {@link RevocationReader} fills it. */
    @Produces
    @Singleton
    static Revocations revocations() {
        return new Revocations();
    }

    @Produces
    @Singleton
    static OriginPolicy origins(AppsConfig apps) {
        return new OriginPolicy(apps.byName().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, app -> app.getValue().origins().orElse(List.of()))));
    }
}
