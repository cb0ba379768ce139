package dev.tidings.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator sets; application.properties explains each. */
@ConfigMapping(prefix = "tidings.auth")
public interface AuthConfig {

    URI streamUrl();

    Path keysFile();

    @WithDefault("false")
    boolean developmentKey();

    @WithDefault("2M")
    Duration keyLead();

    Path clientsFile();

    Optional<Path> issuersFile();

    @WithDefault("5M")
    Duration pollIssuerKeysEvery();

    @WithDefault("3S")
    Duration reloadEvery();

    @WithDefault("15M")
    Duration serviceTokenTtl();
}
