package dev.tidings.edge.health;

import dev.tidings.contract.token.PublishedKeys;
import dev.tidings.edge.log.LogReader;
import dev.tidings.edge.log.RevocationReader;
import dev.tidings.edge.session.Sessions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: the tail is warm, so that a storm of returning clients is served from memory; tokens can be judged,
 * the revoked ones among them; and this instance is not going away. A broker or auth-service that goes away later changes nothing: what is open stays served.
 */
@Readiness
@Singleton
final class CanServe implements HealthCheck {

    private final LogReader reader;
    private final PublishedKeys keys;
    private final RevocationReader revocations;
    private final Sessions sessions;

    @Inject
    CanServe(LogReader reader, PublishedKeys keys, RevocationReader revocations, Sessions sessions) {
        this.reader = reader;
        this.keys = keys;
        this.revocations = revocations;
        this.sessions = sessions;
    }

    @Override
    public HealthCheckResponse call() {
        boolean warm = reader.open().isPresent();
        return HealthCheckResponse.named("stream")
                .status(warm && reader.isAlive() && keys.known() && revocations.complete() && !sessions.draining())
                .withData("tail-warm", warm)
                .withData("keys-known", keys.known())
                .withData("revocations-known", revocations.complete())
                .withData("draining", sessions.draining())
                .build();
    }
}
