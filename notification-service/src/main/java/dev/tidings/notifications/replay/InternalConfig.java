package dev.tidings.notifications.replay;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What the services know of each other and nobody else does. */
@ConfigMapping(prefix = "tidings.internal")
interface InternalConfig {

    /** By which an edge is known. Without it nobody is, and there are no pages. */
    Optional<String> secret();
}
