package dev.tidings.operations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

@ConfigMapping(prefix = "tidings.operations")
interface OperationsConfig {

    /**
     * Whether health, metrics and the API's document are on the service's own port too, and not on the management port alone.
     * For one machine, where several services would meet on that port.
     */
    @WithDefault("false")
    boolean onOwnPort();

    /**
     * Levels of the log that are in force as long as this file says so: lines like {@code dev.tidings.edge=DEBUG}. Of
     * {@code dev.tidings} and {@code org.apache.kafka}, and what is below them. The file may come and go.
     */
    Optional<Path> logLevelsFile();

    /** How often it is looked at. */
    @WithDefault("3S")
    Duration logLevelsEvery();
}
