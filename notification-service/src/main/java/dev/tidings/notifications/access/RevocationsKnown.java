package dev.tidings.notifications.access;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Before all revocations were read no user would be let in. Later the broker may be away. */
@Readiness
@ApplicationScoped
class RevocationsKnown implements HealthCheck {

    private final RevocationReader reader;

    RevocationsKnown(RevocationReader reader) {
        this.reader = reader;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("revocations-known")
                .status(reader.complete())
                .build();
    }
}
