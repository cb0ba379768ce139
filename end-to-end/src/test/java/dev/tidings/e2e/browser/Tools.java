package dev.tidings.e2e.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidings.e2e.RunningStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a machine may lack: a test that needs it is skipped there, with a word; never where CI runs, which installs it. */
final class Tools {

    static final Path CLIENT = RunningStack.ROOT.resolve("clients/javascript");

    private static final List<String> CHROMIUM =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final long NPM_MINUTES = 3;

    private Tools() {}

    static Path chromium() {
        return required(
                "a Chromium",
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

    record Outcome(int exit, String output) {}

    /** In the client's folder. */
    static Outcome run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(CLIENT.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(NPM_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " doesn't end");
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path required(String what, Optional<Path> found) {
        if (found.isEmpty() && System.getenv("CI") != null) {
            throw new AssertionError("CI has to have " + what);
        }
        assumeTrue(found.isPresent(), "skipped: this machine has no " + what);
        return found.orElseThrow();
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
