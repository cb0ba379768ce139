package dev.tidings.notifications.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is said of each app. */
@ConfigMapping(prefix = "tidings.apps")
interface AppsConfig {

    /** By app. One that is not named here has no origins: browsers are refused. */
    @WithParentName
    Map<String, App> byName();

    interface App {

        /** Exact, or with {@code *} for any port and none: {@code http://localhost:*}. */
        Optional<List<String>> origins();
    }
}
