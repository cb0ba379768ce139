package dev.tidings.edge.handshake;

import dev.tidings.contract.revocation.Revocations;
import dev.tidings.contract.token.PublishedKeys;
import dev.tidings.contract.token.TokenVerifier;
import dev.tidings.edge.config.TokenConfig;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** How this service checks tokens: with auth-service's published keys. */
final class Tokens {

    @Produces
    @Singleton
    PublishedKeys keys(TokenConfig config) {
        return PublishedKeys.poll(config.jwksUrl(), config.pollKeysEvery());
    }

    @Produces
    @Singleton
    TokenVerifier verifier(TokenConfig config, PublishedKeys keys) {
        return new TokenVerifier(config.issuer(), keys);
    }

    /** What is revoked; the revocation reader fills it. */
    @Produces
    @Singleton
    Revocations revocations() {
        return new Revocations();
    }

    void close(@Disposes PublishedKeys keys) {
        keys.close();
    }
}
