package dev.tidings.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.local.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does in their first minutes with Tidings, on the services as they are packaged. */
class FirstMinutesTest {

    @TempDir
    private static Path directory;

    private static Launcher launcher;

    @BeforeAll
    static void up() throws Exception {
        launcher = Launcher.of(directory);
        Launcher.Result up = launcher.run("up", "--detach", "--edges", "2", "--port", Integer.toString(Ports.free()));
        assertThat(up.exitCode()).as(up.output() + up.errors()).isZero();
        assertThat(up.output()).contains("Tidings is up: http://localhost:");
    }

    @AfterAll
    static void down() throws Exception {
        assertThat(launcher.run("down").exitCode()).isZero();
        assertThat(launcher.run("status").exitCode()).isEqualTo(1);
    }

    @Test
    void aTailShowsEveryEventOnceAlsoThoseSentWhileNoEdgeWasThere() throws Exception {
        String first = position(launcher.run("send", "ann", "first"));
        Path seen = Files.createTempFile(directory, "tail", null);
        Process tail =
                launcher.start(seen, Files.createTempFile(directory, "notes", null), "tail", "ann", "--since", first);
        try {
            launcher.run("send", "ann", "second");
            await(seen, "second");

            launcher.run("stop", "realtime-edge-1", "--kill");
            launcher.run("stop", "realtime-edge-2", "--kill");
            assertThat(launcher.run("send", "ann", "third").exitCode()).isZero();
            launcher.run("start", "realtime-edge-2");
            await(seen, "third");
        } finally {
            tail.destroy();
        }

        // The badges that come of them are events too, as many as there were batches.
        assertThat(Files.readAllLines(seen))
                .filteredOn(line -> !line.contains(" unseen]  "))
                .satisfiesExactly(
                        line -> assertThat(line).contains("  second  user:ann~"),
                        line -> assertThat(line).contains("  third  user:ann~"));
        launcher.run("start", "realtime-edge-1");
    }

    @Test
    void aTokenIsOneLineForACommandSubstitution() throws Exception {
        Launcher.Result token = launcher.run("token", "ann", "--channels", "private:orders.*,private:bills.*");

        assertThat(token.exitCode()).isZero();
        assertThat(token.output().strip().split("\\.", -1)).hasSize(3);
        assertThat(List.of(token.output().split("\n", -1))).hasSize(2);
    }

    @Test
    void aRefusedCallIsOneClearLine() throws Exception {
        Launcher.Result refused = launcher.run("send", "no such user!", "Hello");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .startsWith("tidings: /v1/notifications answers 400 ")
                .hasLineCount(1);
    }

    private static String position(Launcher.Result sent) {
        assertThat(sent.exitCode()).as(sent.errors()).isZero();
        return sent.output().strip().split("  ", -1)[1];
    }

    private static void await(Path file, String text) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.readString(file).contains(text)) {
            assertThat(System.nanoTime()).as("no '" + text + "' was printed").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
