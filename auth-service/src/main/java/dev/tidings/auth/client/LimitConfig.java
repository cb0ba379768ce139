package dev.tidings.auth.client;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many wrong secrets are free before each costs a wait that doubles; application.properties explains each. */
@ConfigMapping(prefix = "tidings.auth.attempts")
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
}
