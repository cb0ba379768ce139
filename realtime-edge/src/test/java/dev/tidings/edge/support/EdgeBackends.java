package dev.tidings.edge.support;

import static java.util.Map.entry;

import dev.tidings.local.process.Ports;
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
        return Map.ofEntries(
                entry("kafka.bootstrap.servers", TestBackends.kafka().bootstrapServers()),
                entry("tidings.token.issuer", TestIssuer.ISSUER),
                entry("tidings.token.jwks-url", issuer.jwksUrl()),
                entry("test.signing-key", issuer.privateKey()),
                entry("tidings.apps.demo.origins", "http://localhost:*,https://app.example.com"),
                entry("tidings.edge.session.heartbeat", "PT2S"),
                entry("tidings.edge.session.connections-per-user", "5"),
                entry("tidings.edge.session.over-rate", "PT1S"),
                entry("tidings.edge.tail.bytes", "256K"),
                entry("tidings.edge.presence.beat", "PT0.4S"),
                entry("tidings.edge.catch-up.max-distance", "120000"),
                entry("tidings.edge.session.no-progress", "PT23S"),
                // Nobody is there, unless a test puts somebody there.
                entry("tidings.edge.catch-up.pages.url", "http://127.0.0.1:" + Ports.free()),
                entry("tidings.edge.catch-up.pages.from-distance", "3000"),
                entry("tidings.edge.catch-up.pages.rest-after-failure", "PT0.05S"),
                entry("tidings.internal.secret", "a secret of edges and notification-service"));
    }

    @Override
    public void stop() {
        issuer.close();
    }
}
