package dev.tidings.edge.health;

import dev.tidings.edge.log.LogReader;
import dev.tidings.edge.log.RevocationReader;
import dev.tidings.edge.presence.Presence;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive: the threads that read are there. Without one of them sockets stay open and nothing comes, nobody is revoked, or
 * who is present stands still. */
@Liveness
@Singleton
final class ReadersAlive implements HealthCheck {

    private final LogReader log;
    private final RevocationReader revocations;
    private final Presence presence;

    @Inject
    ReadersAlive(LogReader log, RevocationReader revocations, Presence presence) {
        this.log = log;
        this.revocations = revocations;
        this.presence = presence;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("readers")
                .status(log.isAlive() && revocations.isAlive() && presence.isAlive())
                .withData("log", log.isAlive())
                .withData("revocations", revocations.isAlive())
                .withData("presence", presence.isAlive())
                .build();
    }
}
