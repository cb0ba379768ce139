package dev.tidings.notifications.log;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The log, and how much may be on its way into it. The producer's own settings are those of the channel "events". */
@ConfigMapping(prefix = "tidings.log")
interface LogConfig {

    @WithDefault("tidings.events")
    String topic();

    /** Above it an append is refused; it may be passed by one append for each event loop. */
    @WithDefault("20000")
    int maxRecordsInFlight();

    /** As above, of the events' bytes; an event for many channels is held once. */
    @WithDefault("32M")
    MemorySize maxBytesInFlight();

    /** So long an append may wait for the sending thread before it is given up, unsent. */
    @WithDefault("1s")
    Duration maxWait();

    /** How often the topic's id is asked for. */
    @WithDefault("5s")
    Duration watch();
}
