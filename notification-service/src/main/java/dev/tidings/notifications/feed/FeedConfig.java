package dev.tidings.notifications.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Feeds. */
@ConfigMapping(prefix = "tidings.feed")
interface FeedConfig {

    /** What clients that poll the counters are told to wait between two. */
    @WithDefault("30s")
    Duration pollInterval();
}
