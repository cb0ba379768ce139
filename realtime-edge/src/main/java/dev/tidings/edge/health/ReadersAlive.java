package dev.tidings.edge.health;

import dev.tidings.edge.log.LogReader;
import dev.tidings.edge.log.RevocationReader;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive: the threads that read are there. Without one of them sockets stay open and nothing comes, or nobody is revoked. */
@Liveness
@Singleton
final class ReadersAlive implements HealthCheck {

    private final LogReader log;
    private final RevocationReader revocations;

    @Inject
    ReadersAlive(LogReader log, RevocationReader revocations) {
        this.log = log;
        this.revocations = revocations;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("readers")
                .status(log.isAlive() && revocations.isAlive())
                .withData("log", log.isAlive())
                .withData("revocations", revocations.isAlive())
                .build();
    }
}
