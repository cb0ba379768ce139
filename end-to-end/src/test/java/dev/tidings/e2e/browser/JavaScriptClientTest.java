package dev.tidings.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.e2e.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The client's own tests, which node runs: the simulation of bad days, the connection, the types, the sizes. */
class JavaScriptClientTest {

    @Test
    void theClientsOwnTestsPass() throws Exception {
        Path node = Tools.node();
        Tools.npmFile("typescript/package.json");
        Outcome outcome;
        try (Stream<Path> files = Files.list(Tools.CLIENT.resolve("test"))) {
            Stream<String> tests = files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted();
            outcome = Tools.run(
                    Stream.concat(Stream.of(node.toString(), "--test"), tests).toList());
        }
        assertThat(outcome.exit()).as(outcome.output()).isZero();
    }

    @Test
    void theBuildSaysWhatItWeighs() {
        Path node = Tools.node();
        Tools.npmFile("esbuild/package.json");
        Outcome outcome = Tools.run(List.of(node.toString(), "build.js"));
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("client: ", "client-and-bell: ", "bytes with brotli");
        System.out.print(outcome.output());
    }
}
