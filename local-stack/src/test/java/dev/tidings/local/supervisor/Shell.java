package dev.tidings.local.supervisor;

import dev.tidings.local.process.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands as {@code ./tidings} does, in a process each. */
record Shell(Path root, Path home) {

    /** What a command printed, on both outputs, and how it ended. */
    record Result(int exitCode, String printed) {}

    Result run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(root, "command", ".log");
        Process process = start(output, arguments);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", arguments) + " does not end: " + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(JavaCommand.light(128));
        command.addAll(List.of(
                "-Dtidings.root=" + root, "-cp", System.getProperty("java.class.path"), "dev.tidings.local.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("TIDINGS_DIR", home.toString());
        return builder.start();
    }
}
