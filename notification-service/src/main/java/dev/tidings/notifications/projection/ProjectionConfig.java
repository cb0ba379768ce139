package dev.tidings.notifications.projection;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The view of the log. */
@ConfigMapping(prefix = "tidings.projection")
interface ProjectionConfig {

    /** Whether this instance keeps the view. One that doesn't only publishes and answers. */
    @WithDefault("true")
    boolean enabled();

    /** Those with the same share the partitions. */
    @WithDefault("tidings-projection")
    String group();

    /**
     * A name that this instance has again after a crash, and no other has: it then goes on at once, instead of when its group has
     * missed it. Without one, that is after ten seconds.
     */
    Optional<String> instance();

    /** How many records are written at once, of all partitions together. */
    @WithDefault("8000")
    int maxRecords();

    /** How much the consumer holds; of one partition a sixteenth. */
    @WithDefault("16M")
    MemorySize maxBytes();

    /** How many partitions are written at the same time, each with a connection of the pool. */
    @WithDefault("4")
    int writers();

    /** How long events and items are kept; a week is dropped when all of it is older. */
    @WithDefault("90d")
    Duration retention();
}
