package dev.tidings.edge.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Whose tokens are good. */
@ConfigMapping(prefix = "tidings.token")
public interface TokenConfig {

    /** The {@code iss} of every token. */
    String issuer();

    /** Where auth-service publishes its keys. */
    URI jwksUrl();

    @WithDefault("PT60S")
    Duration pollKeysEvery();
}
