package dev.tidings.edge.config;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What the services know of each other and nobody else does. */
@ConfigMapping(prefix = "tidings.internal")
public interface InternalConfig {

    /** By which notification-service knows an edge. Without it the edge doesn't ask for pages. */
    Optional<String> secret();
}
