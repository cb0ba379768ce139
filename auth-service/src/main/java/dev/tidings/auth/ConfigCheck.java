package dev.tidings.auth;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/** What would only show at the first request is looked at before the port opens. */
@ApplicationScoped
class ConfigCheck {

    private static final Set<String> STREAM_SCHEMES = Set.of("ws", "wss");

    void check(@Observes StartupEvent start, AuthConfig auth, TokenConfig token) {
        String scheme = auth.streamUrl().getScheme();
        require(
                scheme != null && STREAM_SCHEMES.contains(scheme),
                "tidings.auth.stream-url must begin with ws:// or wss://");
        require(!token.issuer().isBlank(), "tidings.token.issuer must not be empty");
        require(auth.reloadEvery().toMillis() > 0, "tidings.auth.reload-every must be more than nothing");
        require(!auth.keyLead().isNegative(), "tidings.auth.key-lead must not be negative");
        require(
                auth.pollIssuerKeysEvery().toSeconds() > 0,
                "tidings.auth.poll-issuer-keys-every must be a second or more");
        require(auth.serviceTokenTtl().toSeconds() > 0, "tidings.auth.service-token-ttl must be a second or more");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigurationException(otherwise + ".");
        }
    }
}
