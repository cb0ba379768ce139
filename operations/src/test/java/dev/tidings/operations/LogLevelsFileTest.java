package dev.tidings.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLevelsFileTest {

    private static final Logger SOME = Logger.getLogger("dev.tidings.some");
    private static final Logger SAYS = Logger.getLogger(LogLevelsFile.class.getName());

    @TempDir
    Path folder;

    private final Warnings warnings = new Warnings();

    @BeforeEach
    void hear() {
        SAYS.addHandler(warnings);
    }

    @AfterEach
    void asBefore() {
        SAYS.removeHandler(warnings);
        SOME.setLevel(null);
    }

    @Test
    void whatCannotBeReadIsSaidOnceAndTheLevelsStay() throws IOException {
        Path file = Files.writeString(folder.resolve("levels"), "dev.tidings.some=DEBUG");
        LogLevelsFile levels = new LogLevelsFile(file);
        levels.look();
        assertThat(SOME.getLevel()).isEqualTo(Level.DEBUG);

        Files.delete(file);
        Files.createDirectory(file);
        levels.look();
        levels.look();
        assertThat(SOME.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(warnings.said).hasSize(1);

        Files.delete(file);
        Files.writeString(file, "dev.tidings.some=ERROR");
        levels.look();
        assertThat(SOME.getLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void whatIsAwayChangesNothingAnyMore() throws IOException {
        Path file = Files.writeString(folder.resolve("levels"), "dev.tidings.some=DEBUG");
        LogLevelsFile levels = new LogLevelsFile(file);
        levels.look();
        Files.delete(file);
        levels.look();
        assertThat(SOME.getLevel()).isNull();
        assertThat(warnings.said).isEmpty();
    }

    private static final class Warnings extends Handler {

        private final List<String> said = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARN.intValue()) {
                said.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
