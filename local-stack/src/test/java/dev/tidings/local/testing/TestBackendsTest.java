package dev.tidings.local.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.local.process.JavaCommand;
import dev.tidings.local.process.Ports;
import dev.tidings.local.process.RepositoryRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBackendsTest {

    @TempDir
    Path module;

    @Test
    void theSharedBackendsEndWithTheirJvmAndLeaveNothingBehind() throws Exception {
        Process tests = startTests();
        List<String> ports = ports(tests);

        tests.getOutputStream().close();

        assertThat(tests.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tests.exitValue()).isZero();
        assertThat(ports).hasSize(2).noneMatch(port -> Ports.accepts(Integer.parseInt(port)));
        assertThat(filesBelow(module)).isEmpty();
    }

    @Test
    void theyEndAlsoWhereTheirJvmIsKilled() throws Exception {
        Process tests = startTests();
        List<String> ports = ports(tests);

        tests.destroyForcibly();

        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (ports.stream().anyMatch(port -> Ports.accepts(Integer.parseInt(port)))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private Process startTests() throws IOException {
        return new ProcessBuilder(
                        JavaCommand.java().toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dtidings.root=" + RepositoryRoot.find(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        UsesBothBackends.class.getName())
                .directory(module.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> ports(Process tests) {
        BufferedReader printed = tests.inputReader(StandardCharsets.UTF_8);
        return printed.lines().limit(2).toList();
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Stands for a module's tests. */
    static final class UsesBothBackends {

        public static void main(String[] arguments) throws IOException {
            System.out.println(TestBackends.kafka().bootstrapServers().replaceFirst(".*:", ""));
            System.out.println(TestBackends.postgres().port());
            // Until we are told to end.
            while (System.in.read() >= 0) {}
        }
    }
}
