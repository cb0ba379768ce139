package dev.tidings.e2e.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A drill that is over soon, and its report. The others run as long as they take by {@code ./tidings drill}. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DrillTest {

    private static final Duration SHORT = Duration.ofSeconds(Integer.getInteger("tidings.drill.seconds", 10));

    @TempDir
    Path directory;

    @Test
    void whatIsKilledInAnyOrderComesBackAndNothingIsLostOrTwice() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());

        Report report = Drilling.run(new Kills(), directory.resolve("drill"), SHORT, seed, System.out);

        assertThat(report.verdict().faults()).isEmpty();
        assertThat(report.faults()).isNotEmpty();
        assertThat(report.markdown())
                .contains("# Drill `kills`: passed", "--seed " + seed, "Nothing lost, nothing twice")
                .contains(report.faults().getFirst().what());
    }
}
