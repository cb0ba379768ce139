package dev.tidings.notifications.access;

import dev.tidings.contract.token.PublishedKeys;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Before keys were fetched once every good token would be refused. Later auth-service may be away. */
@Readiness
@ApplicationScoped
class KeysReady implements HealthCheck {

    private final PublishedKeys keys;

    KeysReady(PublishedKeys keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("token-keys-known")
                .status(keys.known())
                .build();
    }
}
