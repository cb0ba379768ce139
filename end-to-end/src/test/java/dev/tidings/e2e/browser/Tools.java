package dev.tidings.e2e.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidings.e2e.Outcome;
import dev.tidings.e2e.RunningStack;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a machine may lack: a test that needs it is skipped there, with a word; never where CI runs, which installs it. */
final class Tools {

    static final Path CLIENT = RunningStack.ROOT.resolve("clients/javascript");

    private static final List<String> CHROMIUM =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final Duration NPM = Duration.ofMinutes(3);

    private Tools() {}

    static Path chromium() {
        return required(
                "Chromium",
                CHROMIUM.stream().flatMap(name -> onPath(name).stream()).findFirst());
    }

    static Path node() {
        return required("node", onPath("node"));
    }

    /** A file of the client's development packages, which are installed where they are not yet. */
    static synchronized Path npmFile(String path) {
        Path file = CLIENT.resolve("node_modules").resolve(path);
        if (!Files.exists(file)) {
            Path npm = required("npm", onPath("npm"));
            Outcome outcome = run(List.of(npm.toString(), "ci", "--no-audit", "--no-fund"));
            if (outcome.exit() != 0) {
                required("the npm registry (" + outcome.output() + ")", Optional.empty());
            }
        }
        return file;
    }

    /** In the client's folder. */
    static Outcome run(List<String> command) {
        return Outcome.of(new ProcessBuilder(command).directory(CLIENT.toFile()), NPM);
    }

    private static Path required(String what, Optional<Path> found) {
        if (found.isEmpty() && System.getenv("CI") != null) {
            throw new AssertionError("CI has to have " + what);
        }
        assumeTrue(found.isPresent(), "skipped: this machine has no " + what);
        return found.orElseThrow();
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
