package dev.tidings.edge.support;

import dev.tidings.local.testing.TestBackends;
import dev.tidings.local.testing.TestIssuer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What the edge needs of the others: a real log, and somebody who signs tokens. */
public final class EdgeBackends implements QuarkusTestResourceLifecycleManager {

    private TestIssuer issuer;

    @Override
    public Map<String, String> start() {
        issuer = TestIssuer.start();
        return Map.of(
                "kafka.bootstrap.servers",
                TestBackends.kafka().bootstrapServers(),
                "tidings.token.issuer",
                TestIssuer.ISSUER,
                "tidings.token.jwks-url",
                issuer.jwksUrl(),
                "test.signing-key",
                issuer.privateKey(),
                "tidings.edge.apps.demo.origins",
                "http://localhost:*,https://app.example.com",
                "tidings.edge.session.heartbeat",
                "PT2S",
                "tidings.edge.session.connections-per-user",
                "5",
                "tidings.edge.session.over-rate",
                "PT1S",
                "tidings.edge.tail.bytes",
                "256K",
                "tidings.edge.catch-up.max-distance",
                "20000");
    }

    @Override
    public void stop() {
        issuer.close();
    }
}
