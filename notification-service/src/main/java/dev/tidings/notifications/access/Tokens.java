package dev.tidings.notifications.access;

import dev.tidings.contract.token.PublishedKeys;
import dev.tidings.contract.token.TokenVerifier;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** auth-service's keys, fetched from the start on, and the verifier that uses them. */
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
}
