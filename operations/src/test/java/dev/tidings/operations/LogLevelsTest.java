package dev.tidings.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLevelsTest {

    private static final Logger OURS = Logger.getLogger("dev.tidings.some");
    private static final Logger KAFKAS = Logger.getLogger("org.apache.kafka");

    private final LogLevels levels = new LogLevels();

    @AfterEach
    void asBefore() {
        levels.set("");
    }

    @Test
    void aLevelHoldsAsLongAsItIsNamed() {
        KAFKAS.setLevel(Level.ERROR);
        levels.set("dev.tidings.some=DEBUG\norg.apache.kafka = WARN\n");
        assertThat(OURS.isLoggable(Level.DEBUG)).isTrue();
        assertThat(KAFKAS.getLevel()).isEqualTo(Level.WARN);
        levels.set("# nothing any more\norg.apache.kafka=INFO");
        assertThat(OURS.getLevel()).isNull();
        assertThat(KAFKAS.getLevel()).isEqualTo(Level.INFO);
        levels.set("");
        assertThat(KAFKAS.getLevel()).isEqualTo(Level.ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.tidings.some=LOUD", "io.vertx=DEBUG", "dev.tidingsother=DEBUG", "dev.tidings=\\u00zz"})
    void whatIsNoGoodChangesNothing(String line) {
        levels.set("dev.tidings.some=DEBUG");
        assertThatIllegalArgumentException().isThrownBy(() -> levels.set("org.apache.kafka=DEBUG\n" + line));
        assertThat(OURS.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(KAFKAS.getLevel()).isNotEqualTo(Level.DEBUG);
    }
}
