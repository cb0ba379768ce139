package dev.tidings.operations;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Looks at the file of log levels now and then, on a worker thread and never twice at once. One that is no good is said once, and
 * what was in force stays.
 */
@Singleton
class LogLevelsFile {

    private static final Logger LOG = Logger.getLogger(LogLevelsFile.class);

    private final OperationsConfig config;
    private final Vertx vertx;
    private final LogLevels levels = new LogLevels();
    private String seen = "";

    LogLevelsFile(OperationsConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        config.logLevelsFile().ifPresent(file -> {
            look(file);
            vertx.setPeriodic(
                    config.logLevelsEvery().toMillis(),
                    tick -> vertx.executeBlocking(() -> {
                        look(file);
                        return null;
                    }));
        });
    }

    private synchronized void look(Path file) {
        String text = text(file);
        if (text.equals(seen)) {
            return;
        }
        seen = text;
        try {
            levels.set(text);
            LOG.infof("Log levels are those of %s", file);
        } catch (IllegalArgumentException e) {
            LOG.warnf("Log levels stay as they were: %s: %s", file, e.getMessage());
        }
    }

    /** One that is away says nothing, as one that is empty. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            return "# can't be read: " + e.getMessage();
        }
    }
}
