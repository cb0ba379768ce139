package dev.tidings.notifications.access;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive: the thread that reads revocations is there. Without it nobody would be revoked any more. */
@Liveness
@ApplicationScoped
class RevocationsFollowed implements HealthCheck {

    private final RevocationReader reader;

    RevocationsFollowed(RevocationReader reader) {
        this.reader = reader;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("revocations-followed")
                .status(reader.isAlive())
                .build();
    }
}
