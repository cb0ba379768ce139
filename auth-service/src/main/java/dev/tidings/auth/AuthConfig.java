package dev.tidings.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** What an operator sets; application.properties explains each. */
@ConfigMapping(prefix = "tidings.auth")
public interface AuthConfig {

    URI streamUrl();

    Path keysFile();

    @WithDefault("false")
    boolean developmentKey();

    Path clientsFile();

    @WithDefault("15M")
    Duration serviceTokenTtl();
}
