package dev.tidings.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A file of log levels. One that is no good, or can't be read, is said once, and what was in force stays. */
final class LogLevelsFile {

    private static final Logger LOG = Logger.getLogger(LogLevelsFile.class);

    private final Path file;
    private final LogLevels levels = new LogLevels();
    /** Empty if it could not be read. */
    private Optional<String> seen = Optional.of("");

    LogLevelsFile(Path file) {
        this.file = file;
    }

    /** Brings into force what is new in it. */
    synchronized void look() {
        try {
            takes(text());
        } catch (IOException e) {
            if (seen.isPresent()) {
                seen = Optional.empty();
                stay(e);
            }
        }
    }

    private void takes(String text) {
        Optional<String> now = Optional.of(text);
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            levels.set(text);
            LOG.infof("Log levels are those of %s", file);
        } catch (IllegalArgumentException e) {
            stay(e);
        }
    }

    private void stay(Exception why) {
        LOG.warnf("Log levels stay as they were: %s: %s", file, why.getMessage());
    }

    /** One that is away says nothing, as one that is empty. */
    private String text() throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
