package dev.tidings.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.local.process.Ports;
import dev.tidings.local.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as they are run at a shell. Kafka and PostgreSQL are real, the services are stubs. */
class SupervisorTest {

    @TempDir
    Path directory;

    private final int port = Ports.free();
    private Shell shell;

    @BeforeEach
    void makeRepository() throws IOException {
        shell = new Shell(StubRepository.make(directory.resolve("a repository")), directory.resolve("its home"));
    }

    @AfterEach
    void leaveNothing() throws Exception {
        List<ProcessIdentity> running = processes();
        shell.run("down");
        assertThat(running).allMatch(process -> process.running().isEmpty());
    }

    @Test
    void aStackComesUpAndEveryProcessCanBeKilledAndComesBackOnItsPort() throws Exception {
        Shell.Result up = up("--edges", "2");
        assertThat(up.exitCode()).isZero();
        assertThat(up.printed()).endsWith("Tidings is up: http://localhost:" + port + System.lineSeparator());
        StackStatus before = status();
        assertThat(before.url()).isEqualTo("http://localhost:" + port);
        assertThat(before.processes())
                .extracting(StackStatus.ProcessStatus::name)
                .containsExactly(
                        "kafka",
                        "postgres",
                        "auth-service",
                        "notification-service",
                        "realtime-edge-1",
                        "realtime-edge-2");
        assertThat(before.processes()).allMatch(process -> process.state().equals("ready"));
        assertThat(answers("/v1/stream", 4)).isEqualTo(2);

        assertThat(shell.run("stop", "realtime-edge-1", "--kill").exitCode()).isZero();
        assertThat(process("realtime-edge-1").state()).isEqualTo("down");
        assertThat(process("realtime-edge-1").pid()).isNull();
        assertThat(answers("/v1/stream", 4)).isEqualTo(1);

        assertThat(shell.run("start", "realtime-edge-1").exitCode()).isZero();
        assertThat(process("realtime-edge-1").url())
                .isEqualTo(before.processes().get(4).url());
        assertThat(answers("/v1/stream", 4)).isEqualTo(2);

        assertThat(shell.run("stop", "nobody"))
                .isEqualTo(new Shell.Result(
                        1,
                        "tidings: there is no process 'nobody'; there are: kafka, postgres, auth-service,"
                                + " notification-service, realtime-edge-1, realtime-edge-2"
                                + System.lineSeparator()));
        Shell.Result second = up();
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.printed()).contains("running already").hasLineCount(1);
    }

    @Test
    void whatAKilledSupervisorLeavesIsEndedByTheNextOneWhichKeepsTheData() throws Exception {
        assertThat(up().exitCode()).isZero();
        List<ProcessIdentity> orphans = processes();
        String password = Files.readString(shell.home().resolve("data/postgres/password"));
        RunState.read(shell.home().resolve("run/stack.json"))
                .orElseThrow()
                .supervisor()
                .kill();

        assertThat(shell.run("status", "--json"))
                .isEqualTo(new Shell.Result(1, "{\"url\":null,\"processes\":[]}" + System.lineSeparator()));
        Shell.Result up = up();

        assertThat(up.printed()).contains("Ended 5 processes that an earlier run left behind");
        assertThat(up.exitCode()).isZero();
        assertThat(orphans).hasSize(5).allMatch(process -> process.running().isEmpty());
        assertThat(shell.home().resolve("data/postgres/password")).hasContent(password);
    }

    @Test
    void aServiceThatCannotStartEndsItAllWithOneClearLine() throws Exception {
        Files.delete(StubRepository.jar(shell.root(), "auth-service"));

        Shell.Result up = up();

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.printed()).contains("tidings: auth-service is not built");
        assertThat(processes()).isEmpty();
    }

    @Test
    void aSignalEndsAForegroundStackCleanly() throws Exception {
        Path output = directory.resolve("up.log");
        Process up = shell.start(output, "up", "--port", Integer.toString(port));
        awaitLine(output, "postgres is ready");
        List<ProcessIdentity> running = processes();

        up.destroy();

        assertThat(up.onExit()).succeedsWithin(Duration.ofSeconds(30));
        assertThat(running).isNotEmpty().allMatch(process -> process.running().isEmpty());
        assertThat(Ports.accepts(port)).isFalse();
        assertThat(shell.home().resolve("run/stack.json")).doesNotExist();
    }

    private Shell.Result up(String... more) throws Exception {
        String[] arguments = Stream.concat(
                        Stream.of("up", "--detach", "--port", Integer.toString(port)), Stream.of(more))
                .toArray(String[]::new);
        return shell.run(arguments);
    }

    private StackStatus status() throws Exception {
        return StackStatus.fromJson(shell.run("status", "--json").printed());
    }

    private StackStatus.ProcessStatus process(String name) throws Exception {
        return status().processes().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<ProcessIdentity> processes() {
        return RunState.read(shell.home().resolve("run/stack.json"))
                .map(RunState::children)
                .orElse(List.of());
    }

    /** By how many processes so many requests are answered. */
    private int answers(String path, int requests) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .build();
            return IntStream.range(0, requests)
                    .mapToObj(_ -> client.sendAsync(request, BodyHandlers.ofString())
                            .join()
                            .body())
                    .collect(Collectors.toSet())
                    .size();
        }
    }

    private static void awaitLine(Path file, String text) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!Files.readString(file).contains(text)) {
            assertThat(System.nanoTime())
                    .as("no '%s' in %s", text, Files.readString(file))
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
