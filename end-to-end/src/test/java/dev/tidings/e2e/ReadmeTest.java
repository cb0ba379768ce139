package dev.tidings.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the README tells a newcomer to type is typed here, in its order, and does what it says. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final String UP = "./tidings up\n";
    private static final String TEST = "./tidings test\n";
    /** Its page is what {@code ReadmeBrowserTest} opens. */
    private static final String PAGE = "jwebserver --port 3000\n";

    private static final String TAIL = "./tidings tail ann\n";

    @Test
    void everyCommandOfTheReadmeWorks() throws Exception {
        List<String> blocks = blocks();
        assertThat(blocks).contains(UP, TEST, PAGE, TAIL);
        try (RunningStack stack = RunningStack.prepared()) {
            // The ones that stay: a shell each.
            Shell up = new Shell(stack.start(List.of(
                    stack.root().resolve("tidings").toString(), "up", "--port", Integer.toString(stack.port()))));
            up.await("Tidings is up: " + stack.url());
            Shell tail = new Shell(stack.start(List.of("sh", "-c", TAIL)));
            tail.await("listening");
            // The others follow each other in one shell.
            StringBuilder script = new StringBuilder();
            blocks.stream()
                    .filter(block -> !List.of(UP, TEST, PAGE, TAIL).contains(block))
                    .forEach(script::append);
            String commands = script.toString().replace("http://localhost:8080", stack.url());
            Outcome outcome = stack.run(List.of("sh", "-eu", "-c", commands));
            assertThat(outcome.exit()).as(outcome.output()).isZero();
            assertThat(outcome.output())
                    .contains("\"type\":\"welcome\"")
                    .contains("\"positions\":[{\"channel\":\"user:ann\"")
                    .contains("\"title\":\"Order 17 shipped\"");
            tail.await("Hello");
            tail.await("Are you there?");
            tail.await("Hello, page");
            tail.await("Order 17 shipped");
            tail.stop();
            up.stop();
        }
    }

    /** It can't run itself; that CI runs it can be seen. */
    @Test
    void theTestCommandIsWhatCiRuns() throws IOException {
        assertThat(Files.readString(RunningStack.ROOT.resolve(".ci/run"))).contains("exec ./tidings test");
    }

    private static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(RunningStack.ROOT.resolve("README.md")));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    /** A program in the foreground of a shell of its own, and what it prints. */
    private static final class Shell {

        private final Process process;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        Shell(Process process) {
            this.process = process;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader reader = process.inputReader()) {
                reader.lines().forEach(lines::add);
            } catch (IOException e) {
                lines.add(e.toString());
            }
        }

        void await(String text) throws InterruptedException {
            List<String> before = new ArrayList<>();
            while (true) {
                String line = lines.poll(90, TimeUnit.SECONDS);
                assertThat(line).as("waiting for '%s' after %s", text, before).isNotNull();
                if (line.contains(text)) {
                    return;
                }
                before.add(line);
            }
        }

        void stop() throws InterruptedException {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
