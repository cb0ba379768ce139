package dev.tidings.notifications.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The recount in the background. */
@ConfigMapping(prefix = "tidings.audit")
interface AuditConfig {

    /** How often everything is counted anew. */
    @WithDefault("10m")
    Duration every();
}
