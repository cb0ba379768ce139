package dev.tidings.edge.handshake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is said of each app to whoever answers browsers: notification-service reads the same. */
@ConfigMapping(prefix = "tidings.apps")
interface AppsConfig {

    /** By app. One that is not named here has no origins: browsers can't connect to it. */
    @WithParentName
    Map<String, App> byName();

    interface App {

        /** Exact, or with {@code *} for any port and none: {@code http://localhost:*}. */
        Optional<List<String>> origins();
    }
}
