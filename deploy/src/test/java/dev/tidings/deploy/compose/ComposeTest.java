package dev.tidings.deploy.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tidings.deploy.Repository;
import dev.tidings.deploy.service.KnownVariables;
import dev.tidings.deploy.service.ServiceConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Compose files are well-formed, in the order that they need, and as the services and the ingress are. */
class ComposeTest {

    private static final String MAIN = "docker-compose.yml";
    private static final String NATIVE = "compose.native.yml";
    private static final String OBSERVABILITY = "compose.observability.yml";

    private static final ComposeFile COMPOSE = ComposeFile.read(MAIN);

    /** What was made here, and by what name it is known. */
    private static final Set<String> BUILT_HERE = Set.of("local", "local-native");

    @ParameterizedTest
    @ValueSource(strings = {MAIN, NATIVE, OBSERVABILITY})
    void itFollowsTheSpecification(String file) throws IOException {
        assertThat(schema().validate(ComposeFile.read(file).content())).isEmpty();
    }

    @Test
    void aMisspeltWordIsRefused() throws IOException {
        JsonNode content = ComposeFile.read(MAIN).content();
        content.withObject("/services/front").put("depend_on", "nothing");
        assertThat(schema().validate(content)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {MAIN, NATIVE, OBSERVABILITY})
    void dockerTakesIt(String file) throws IOException, InterruptedException {
        assumeThat(run("docker", "compose", "version"))
                .as("docker compose is not installed: it was NOT asked")
                .isZero();
        List<String> command = new ArrayList<>(List.of("docker", "compose", "-f", MAIN));
        if (!file.equals(MAIN)) {
            command.addAll(List.of("-f", file));
        }
        command.addAll(List.of("config", "--quiet"));
        assertThat(run(command.toArray(String[]::new))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {MAIN, NATIVE, OBSERVABILITY})
    void everyImageIsPinnedOrBuiltHere(String file) {
        assertThat(ComposeFile.read(file).services()).isNotEmpty().allSatisfy((name, service) -> {
            String tag = service.path("image").asText().replaceFirst(".*:", "");
            if (BUILT_HERE.contains(tag)) {
                assertThat(service.at("/build/target").asText()).isNotEmpty();
            } else {
                assertThat(tag).matches("v?\\d+(\\.\\d+)+(-\\w+)?");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {MAIN, NATIVE, OBSERVABILITY})
    void nothingIsListenedOnButLoopback(String file) {
        assertThat(ComposeFile.read(file).services())
                .allSatisfy((name, service) -> assertThat(service.path("ports"))
                        .allSatisfy(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
    }

    @ParameterizedTest
    @ValueSource(strings = {MAIN, NATIVE, OBSERVABILITY})
    void noSecretStandsInIt(String file) {
        assertThat(ComposeFile.read(file).services())
                .allSatisfy((name, service) -> service.path("environment")
                        .properties()
                        .forEach(variable ->
                                assertThat(variable.getKey()).as(name).doesNotMatch("(?i).*(password|secret|token)$")));
    }

    @Test
    void nobodyStartsBeforeWhatItNeedsIsThere() {
        assertThat(COMPOSE.services())
                .allSatisfy((name, service) -> service.path("depends_on")
                        .properties()
                        .forEach(needed -> {
                            boolean lasts = COMPOSE.service(needed.getKey())
                                    .path("restart")
                                    .asText()
                                    .equals("unless-stopped");
                            assertThat(needed.getValue().path("condition").asText())
                                    .as(name + " needs " + needed.getKey())
                                    .isEqualTo(lasts ? "service_healthy" : "service_completed_successfully");
                        }));
        assertThat(COMPOSE.service("notification-service").path("depends_on").has("migrations"))
                .isTrue();
        assertThat(COMPOSE.service("realtime-edge").at("/deploy/replicas").asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-service", "notification-service", "realtime-edge", "migrations"})
    void everyVariableMeansSomething(String name) {
        String service = name.equals("migrations") ? "notification-service" : name;
        List<KnownVariables> all =
                Repository.SERVICES.stream().map(KnownVariables::of).toList();
        Map<String, String> environment = COMPOSE.environment(name);
        assertThat(environment.keySet())
                .isNotEmpty()
                .allMatch(variable -> all.stream().anyMatch(one -> one.contains(variable)));
        assertThat(KnownVariables.of(service).missing(environment.keySet(), ServiceConfiguration.of(service)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-service", "notification-service", "realtime-edge"})
    void aServiceMayDoNoMoreThanInTheCluster(String name) {
        JsonNode service = COMPOSE.service(name);
        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(service.at("/cap_drop/0").asText()).isEqualTo("ALL");
        assertThat(service.at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
        assertThat(service.at("/build/target").asText()).isEqualTo(name);
    }

    @Test
    void theFrontProxyFindsEachServiceWhereItIs() {
        String proxy = Repository.text(Repository.ROOT.resolve("deploy/compose/haproxy.cfg"));
        for (String service : Repository.SERVICES) {
            assertThat(proxy)
                    .contains(service + ":" + ServiceConfiguration.of(service).port());
        }
        ServiceConfiguration edge = ServiceConfiguration.of("realtime-edge");
        assertThat(proxy).contains(edge.healthPath() + "/ready", "check port " + edge.managementPort() + " ");
        assertThat(COMPOSE.environment("auth-service"))
                .containsEntry(
                        "TIDINGS_TOKEN_JWKS_URL",
                        "http://auth-service:%d/.well-known/jwks.json"
                                .formatted(
                                        ServiceConfiguration.of("auth-service").port()));
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream in = ComposeTest.class.getResourceAsStream("/compose/compose-spec.json")) {
            ObjectNode schema = (ObjectNode) new JsonMapper().readTree(in);
            // It is no address, and the reader wants one.
            schema.remove("$id");
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema);
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Repository.ROOT.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
            return process.exitValue();
        } catch (IOException _) {
            return 127;
        }
    }
}
