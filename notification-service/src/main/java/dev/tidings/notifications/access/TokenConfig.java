package dev.tidings.notifications.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Whose tokens are good here. */
@ConfigMapping(prefix = "tidings.token")
interface TokenConfig {

    /** The {@code iss} that a token must have. */
    String issuer();

    /** Where that issuer publishes its keys. */
    URI jwksUrl();

    /** How often they are looked at; an unknown key is asked for at once. */
    @WithDefault("60s")
    Duration jwksPoll();
}
