package dev.tidings.notifications.outage;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Addresses where nobody listens. */
public final class NothingThere implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers", "127.0.0.1:1",
                "tidings.store.url", "postgresql://127.0.0.1:1/tidings",
                "tidings.token.jwks-url", "http://127.0.0.1:1/jwks");
    }

    @Override
    public void stop() {}
}
