package dev.tidings.notifications.publish;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much publishing may take at once. */
@ConfigMapping(prefix = "tidings.publish")
interface PublishConfig {

    /** Bodies of batches that are under way, together: not less than one may have. Above it they are refused. */
    @WithDefault("16M")
    MemorySize maxBatchBytes();
}
