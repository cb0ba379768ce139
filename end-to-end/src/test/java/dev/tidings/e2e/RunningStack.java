package dev.tidings.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.local.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The whole, as a user starts it: by {@code ./tidings up}, on a free port, with its files under {@code target/}. */
public final class RunningStack implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final ObjectMapper JSON = new ObjectMapper();
    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private final Path directory;
    private final int port;

    private final Map<String, String> settings;

    private RunningStack(Path directory, int port, Map<String, String> settings) {
        this.directory = directory;
        this.port = port;
        this.settings = Map.copyOf(settings);
    }

    /** What a command printed, and how it ended. */
    public record Outcome(int exit, String output) {}

    /** One with two edges, for all tests that leave it as they found it; it ends with this JVM. */
    public static RunningStack shared() {
        return Shared.STACK;
    }

    private static final class Shared {
        static final RunningStack STACK = up(2, Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(STACK::close, "shared-stack-down"));
        }
    }

    /** With settings of the services, as environment variables. */
    public static RunningStack up(int edges, Map<String, String> settings) {
        RunningStack stack = prepared(settings);
        stack.tidings("up", "--detach", "--edges", Integer.toString(edges), "--port", Integer.toString(stack.port));
        return stack;
    }

    /** A place for a stack, with nothing running yet. */
    public static RunningStack prepared() {
        return prepared(Map.of());
    }

    private static RunningStack prepared(Map<String, String> settings) {
        try {
            Path target = Files.createDirectories(ROOT.resolve("end-to-end/target"));
            return new RunningStack(Files.createTempDirectory(target, "stack-"), Ports.free(), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://localhost:" + port;
    }

    public int port() {
        return port;
    }

    /** Where it keeps its data, state and logs. */
    public Path directory() {
        return directory;
    }

    public Path root() {
        return ROOT;
    }

    public JsonNode status() {
        try {
            return JSON.readTree(tidings("status", "--json").output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the launcher, which must succeed. */
    public Outcome tidings(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("tidings").toString()));
        command.addAll(List.of(arguments));
        Outcome outcome = run(command);
        if (outcome.exit() != 0) {
            throw new AssertionError(command + " ended with " + outcome.exit() + ": " + outcome.output());
        }
        return outcome;
    }

    /** Runs a command where a user would, and waits for its end. */
    public Outcome run(List<String> command) {
        try {
            Process process = start(command);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
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

    public Process start(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment().put("TIDINGS_DIR", directory.toString());
        builder.environment().putAll(settings);
        // It would build below the build that runs this test.
        builder.environment().put("TIDINGS_BUILD", "never");
        return builder.start();
    }

    @Override
    public void close() {
        run(List.of(ROOT.resolve("tidings").toString(), "down"));
        run(List.of("rm", "-rf", directory.toString()));
    }
}
