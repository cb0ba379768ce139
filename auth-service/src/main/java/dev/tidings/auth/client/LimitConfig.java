package dev.tidings.auth.client;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much guessing and asking is let through; application.properties explains each. */
@ConfigMapping(prefix = "tidings.auth.limits")
interface LimitConfig {

    @WithDefault("20")
    int freePerAddress();

    @WithDefault("5")
    int freePerClientAndAddress();

    @WithDefault("100")
    int freePerClient();

    @WithDefault("5M")
    Duration longestWait();

    @WithDefault("30S")
    Duration longestWaitPerClient();

    /** Of one address. */
    @WithDefault("100")
    int exchangesPerSecond();

    @WithDefault("1000")
    int exchangesBurst();
}
