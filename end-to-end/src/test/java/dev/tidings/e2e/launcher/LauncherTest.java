package dev.tidings.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, where nothing runs. */
class LauncherTest {

    @TempDir
    Path directory;

    private Launcher launcher;

    @BeforeEach
    void prepare() {
        launcher = Launcher.of(directory);
    }

    @Test
    void helpNamesEveryCommand() throws Exception {
        Launcher.Result help = launcher.run("help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.output())
                .contains("up ", "status", "stop", "start", "down", "send", "tail", "token", "test", "drill");
    }

    @Test
    void anUnknownCommandIsAnErrorWithTheUsage() throws Exception {
        Launcher.Result unknown = launcher.run("upp");

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.errors())
                .startsWith("tidings: there is no command 'upp'")
                .contains("Usage:");
    }

    @Test
    void drillNamesTheDrillsAndKnowsNoOther() throws Exception {
        Launcher.Result drills = launcher.run("drill");
        assertThat(drills.exitCode()).as(drills.errors()).isZero();
        assertThat(drills.output()).contains("kills", "rollout", "links", "full-disk", "slow-disk", "stalls");

        Launcher.Result unknown = launcher.run("drill", "earthquake");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.errors())
                .isEqualToIgnoringNewLines("tidings: there is no drill 'earthquake'; ./tidings drill lists them");
    }

    @Test
    void whereNothingRunsStatusSaysSoAlsoThroughALinkWithSpacesInItsPath() throws Exception {
        Path link = Files.createSymbolicLink(
                Files.createDirectories(directory.resolve("my tools")).resolve("ti dings"), launcher.script());

        Launcher.Result status = new Launcher(link, directory, launcher.home()).run("status", "--json");

        assertThat(status)
                .isEqualTo(new Launcher.Result(1, "{\"url\":null,\"processes\":[]}" + System.lineSeparator(), ""));
    }

    @Test
    void whereNothingRunsACommandThatNeedsItFailsWithOneLine() throws Exception {
        for (String[] command : new String[][] {
            {"send", "ann", "Hello"}, {"tail", "ann"}, {"token", "ann"}, {"stop", "kafka"}, {"start", "kafka"}
        }) {
            Launcher.Result result = launcher.run(command);

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.errors()).isEqualTo("tidings: nothing runs: start it with ./tidings up\n");
        }
    }
}
