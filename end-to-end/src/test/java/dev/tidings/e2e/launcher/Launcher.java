package dev.tidings.e2e.launcher;

import dev.tidings.local.process.RepositoryRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Calls {@code ./tidings} as a person at a shell does.
 *
 * @param script the launcher, or a link to it
 * @param workingDirectory where the person is
 * @param home TIDINGS_DIR
 */
record Launcher(Path script, Path workingDirectory, Path home) {

    /** What a command printed on standard output and on standard error, and how it ended. */
    record Result(int exitCode, String output, String errors) {}

    static Launcher of(Path directory) {
        return new Launcher(RepositoryRoot.find().resolve("tidings"), directory, directory.resolve("tidings home"));
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(workingDirectory, "output", null);
        Path errors = Files.createTempFile(workingDirectory, "errors", null);
        Process process = start(output, errors, arguments);
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", arguments) + " does not end: " + Files.readString(output));
        }
        return new Result(process.exitValue(), read(output), read(errors));
    }

    Process start(Path output, Path errors, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("TIDINGS_DIR", home.toString());
        builder.environment().put("TIDINGS_BUILD", "never");
        return builder.start();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
