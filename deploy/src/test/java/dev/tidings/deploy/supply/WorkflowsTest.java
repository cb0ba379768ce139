package dev.tidings.deploy.supply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.deploy.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What runs with our name on it runs what was looked at, and may do no more than it has to. */
class WorkflowsTest {

    private static final Path WORKFLOWS = Repository.ROOT.resolve(".github/workflows");

    static Stream<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(WORKFLOWS)) {
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

    @Test
    void everyImageIsScannedBothForTheJvmAndNative() {
        JsonNode compose = read(WORKFLOWS.resolve("images.yml")).at("/jobs/compose");
        assertThat(compose.findValuesAsText("image-ref"))
                .containsExactlyElementsOf(Repository.SERVICES.stream()
                        .map(service -> "tidings/" + service + ":${{ matrix.tag }}")
                        .toList());
        assertThat(compose.findValuesAsText("exit-code")).containsOnly("1");
        assertThat(compose.findValuesAsText("tag")).containsExactly("local", "local-native");
    }

    @Test
    void everyBinaryIsTested() {
        JsonNode job = read(WORKFLOWS.resolve("images.yml")).at("/jobs/native");
        assertThat(job.at("/strategy/matrix/service"))
                .extracting(JsonNode::asText)
                .isEqualTo(Repository.SERVICES);
        assertThat(job.findValuesAsText("run")).singleElement().asString().contains(" verify -Dnative ");
    }

    /** Both kinds of each image, for both architectures; what is in it, and who made it, can be asked of it. */
    @Test
    void whatIsReleasedIsSigned() {
        JsonNode jobs = read(WORKFLOWS.resolve("release.yml")).path("jobs");
        JsonNode matrix = jobs.at("/build/strategy/matrix");
        assertThat(matrix.path("service")).extracting(JsonNode::asText).isEqualTo(Repository.SERVICES);
        assertThat(matrix.path("kind")).extracting(JsonNode::asText).containsExactly("jvm", "native");
        assertThat(matrix.path("platform")).extracting(JsonNode::asText).containsExactly("amd64", "arm64");
        assertThat(jobs.path("build").findValue("sbom").asBoolean()).isTrue();
        assertThat(jobs.path("build").findValue("provenance").asText()).isEqualTo("mode=max");
        assertThat(jobs.path("publish").findValuesAsText("run")).anyMatch(script -> script.contains("cosign sign"));
        assertThat(jobs.at("/publish/strategy/matrix/service"))
                .extracting(JsonNode::asText)
                .isEqualTo(Repository.SERVICES);
    }

    private static JsonNode read(Path workflow) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object content = new Yaml(new SafeConstructor(options)).load(Repository.text(workflow));
        return new JsonMapper().valueToTree(content);
    }
}
