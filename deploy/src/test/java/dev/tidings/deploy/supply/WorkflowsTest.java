package dev.tidings.deploy.supply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.deploy.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What runs with our name on it runs what was looked at, and may do no more than it has to. */
class WorkflowsTest {

    static Stream<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve(".github/workflows"))) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyActionIsPinnedByItsCommit(Path workflow) {
        assertThat(read(workflow).findValuesAsText("uses"))
                .isNotEmpty()
                .allMatch(action -> action.matches("[\\w.-]+/[\\w./-]+@[0-9a-f]{40}"));
        assertThat(Repository.text(workflow).lines().filter(line -> line.contains("uses:")))
                .allMatch(line -> line.matches(".*@[0-9a-f]{40} # v[\\d.]+"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void aWorkflowReadsUnlessAJobSaysOtherwise(Path workflow) {
        JsonNode content = read(workflow);
        assertThat(content.at("/permissions").toString()).isEqualTo("{\"contents\":\"read\"}");
        assertThat(Repository.text(workflow)).doesNotContain("pull_request_target", "write-all");
        assertThat(content.path("jobs"))
                .allSatisfy(
                        job -> assertThat(job.path("timeout-minutes").isInt()).isTrue());
    }

    /** What comes from outside goes into a script as a variable, and never into its text. */
    @ParameterizedTest
    @MethodSource("workflows")
    void noScriptIsPutTogetherFromExpressions(Path workflow) {
        assertThat(read(workflow).findValuesAsText("run")).noneMatch(script -> script.contains("${{"));
    }

    private static JsonNode read(Path workflow) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object content = new Yaml(new SafeConstructor(options)).load(Repository.text(workflow));
        return new JsonMapper().valueToTree(content);
    }
}
