package dev.tidings.notifications.log;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the log could be reached once. Later it may be away: taking every instance out of service then would turn
 * clear refusals into none.
 */
@Readiness
@ApplicationScoped
class LogReady implements HealthCheck {

    private final LogWatch watch;

    LogReady(LogWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("log-reached").status(watch.reached()).build();
    }
}
