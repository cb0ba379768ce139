package dev.tidings.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.local.process.Ports;
import dev.tidings.local.process.RepositoryRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The whole, as a user starts it: by {@code ./tidings up}, on a free port, with its files under {@code target/}. */
public final class RunningStack implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    public static final Path ROOT = RepositoryRoot.find();

    private final Path directory;
    private final int port;

    private final Map<String, String> settings;

    private RunningStack(Path directory, int port, Map<String, String> settings) {
        this.directory = directory;
        this.port = port;
        this.settings = Map.copyOf(settings);
    }

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
        stack.up(edges);
        return stack;
    }

    /** In that directory, and with its front door at that port. Its files are left there. */
    public static RunningStack up(Path directory, int port, int edges, Map<String, String> settings) {
        RunningStack stack = new RunningStack(directory, port, settings);
        stack.up(edges);
        return stack;
    }

    private void up(int edges) {
        tidings("up", "--detach", "--edges", Integer.toString(edges), "--port", Integer.toString(port));
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

    public boolean isReady(String part) {
        return status(part).path("state").asText().equals("ready");
    }

    /** Whatever runs of it, its children included. */
    public List<ProcessHandle> processes(String part) {
        ProcessHandle parent =
                ProcessHandle.of(status(part).path("pid").asLong()).orElseThrow();
        return Stream.concat(Stream.of(parent), parent.descendants()).toList();
    }

    /** Lets them stand still: they are neither gone nor there. */
    public void hold(List<ProcessHandle> processes) {
        signal("-STOP", processes);
    }

    public void letGoOn(List<ProcessHandle> processes) {
        signal("-CONT", processes);
    }

    private void signal(String signal, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        // Some of them may have ended meanwhile.
        run(command);
    }

    private JsonNode status(String part) {
        for (JsonNode process : status().path("processes")) {
            if (process.path("name").asText().equals(part)) {
                return process;
            }
        }
        throw new AssertionError("there is no " + part);
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
        return Outcome.of(prepare(command), PATIENCE);
    }

    public Process start(List<String> command) throws IOException {
        return prepare(command).start();
    }

    private ProcessBuilder prepare(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment().put("TIDINGS_DIR", directory.toString());
        builder.environment().putAll(settings);
        // It would build below the build that runs this test.
        builder.environment().put("TIDINGS_BUILD", "never");
        return builder;
    }

    public void down() {
        run(List.of(ROOT.resolve("tidings").toString(), "down"));
    }

    /** Ends it, and deletes its files. */
    @Override
    public void close() {
        down();
        run(List.of("rm", "-rf", directory.toString()));
    }
}
