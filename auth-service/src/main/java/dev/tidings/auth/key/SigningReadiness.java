package dev.tidings.auth.key;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started and ready mean the same here: keys and clients were read and proven, and nothing else is needed to issue.
 * Quarkus takes readiness back by itself while it shuts down. Alive is whoever answers.
 */
@Startup
@Readiness
@ApplicationScoped
class SigningReadiness implements HealthCheck {

    private final KeyRing keys;

    SigningReadiness(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("signing key")
                .up()
                .withData("kid", keys.signing().kid())
                .build();
    }
}
