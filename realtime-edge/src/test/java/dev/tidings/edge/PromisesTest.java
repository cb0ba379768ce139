package dev.tidings.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.problem.CloseCode;
import dev.tidings.contract.problem.FrameError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.local.process.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/promises.md} names tests that there are, and leaves no code out. */
class PromisesTest {

    private static final String HERE = "realtime-edge";
    private static final Pattern NAMED = Pattern.compile("`(?:([a-z-]+)/)?(\\w+Test)#(\\w+)`");
    private static final int FEWEST = 50;

    private final String promises = read(RepositoryRoot.find().resolve("docs/promises.md"));

    @Test
    void everyTestThatIsNamedIsThere() {
        List<MatchResult> named = NAMED.matcher(promises).results().toList();
        assertThat(named).hasSizeGreaterThan(FEWEST).allSatisfy(test -> {
            String module = test.group(1) == null ? HERE : test.group(1);
            assertThat(source(module, test.group(2)))
                    .as(test.group())
                    .containsPattern("@(Parameterized|Repeated)?Test[\\s\\S]*void " + test.group(3) + "\\(");
        });
    }

    @Test
    void everyRowNamesATest() {
        assertThat(promises.lines()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
                        .filter(line -> !line.endsWith("| test |")))
                .allSatisfy(row -> assertThat(row).containsPattern(NAMED));
    }

    @Test
    void noCodeIsLeftOut() {
        for (FrameError error : FrameError.values()) {
            assertThat(promises).contains("`" + error.code() + "`");
        }
        for (CloseCode code : CloseCode.values()) {
            assertThat(promises).contains("`" + code.code() + "`");
        }
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(promises).contains("`" + code.code() + "`");
        }
    }

    private static String source(String module, String name) {
        try (Stream<Path> files =
                Files.walk(RepositoryRoot.find().resolve(module).resolve("src/test/java"))) {
            return files.filter(file -> file.endsWith(name + ".java"))
                    .findFirst()
                    .map(PromisesTest::read)
                    .orElse("");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
