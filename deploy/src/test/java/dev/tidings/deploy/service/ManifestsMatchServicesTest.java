package dev.tidings.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.deploy.Repository;
import dev.tidings.deploy.manifest.Installation;
import dev.tidings.deploy.manifest.Manifests;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ports, paths, names and variables of the manifests are those that the services have. */
class ManifestsMatchServicesTest {

    /** What the edge takes after its window for the last goodbyes, by {@code session/Drain}. */
    private static final Duration LAST_GOODBYES = Duration.ofSeconds(3);

    private static final Duration RESERVE = Duration.ofSeconds(10);

    static Stream<Arguments> services() {
        return Installation.all()
                .flatMap(installation ->
                        Repository.SERVICES.stream().map(service -> Arguments.of(installation, service)));
    }

    @ParameterizedTest
    @MethodSource("services")
    void itListensWhereItIsLookedFor(Installation installation, String service) {
        listens(installation.render(), service);
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, /spec/template/spec/containers/0/ports/0, containerPort, 8081",
        "Deployment, /spec/template/spec/containers/0/ports/1, containerPort, 9001",
        "Deployment, /spec/template/spec/containers/0/readinessProbe/httpGet, path, /q/health/live",
        "Deployment, /spec/template/spec/containers/0/livenessProbe/httpGet, port, http",
        "Service, /spec/ports/0, port, 80",
        "ServiceMonitor, /spec/endpoints/0, port, http"
    })
    void anotherPortOrPathIsFound(String kind, String path, String field, String other) {
        Manifests manifests = Installation.MANAGED_BACKENDS.render().copy();
        String name = kind.equals("ServiceMonitor") ? "tidings" : "realtime-edge";
        ObjectNode changed = (ObjectNode) manifests.get(kind, name).at(path);
        assertThat(changed.has(field)).isTrue();
        if (changed.get(field).isNumber()) {
            changed.put(field, Integer.parseInt(other));
        } else {
            changed.put(field, other);
        }
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> listens(manifests, "realtime-edge"));
    }

    private static void listens(Manifests manifests, String service) {
        ServiceConfiguration configuration = ServiceConfiguration.of(service);
        JsonNode container = container(manifests, service);
        Map<String, Integer> ports = StreamSupport.stream(
                        container.path("ports").spliterator(), false)
                .collect(Collectors.toMap(
                        port -> port.path("name").asText(),
                        port -> port.path("containerPort").asInt()));
        assertThat(ports).containsEntry("http", configuration.port());
        JsonNode front = manifests.get("Service", service).at("/spec/ports/0");
        assertThat(front.path("port").asInt()).isEqualTo(configuration.port());
        assertThat(ports).containsKey(front.path("targetPort").asText());

        Map.of("startupProbe", "/started", "readinessProbe", "/ready", "livenessProbe", "/live")
                .forEach((probe, path) -> {
                    JsonNode asked = container.path(probe).path("httpGet");
                    assertThat(asked.path("path").asText()).isEqualTo(configuration.healthPath() + path);
                    assertThat(ports.get(asked.path("port").asText()))
                            .as(probe + "'s port")
                            .isEqualTo(configuration.managementPort());
                });
        manifests.of("ServiceMonitor").forEach(monitor -> {
            JsonNode endpoint = monitor.at("/spec/endpoints/0");
            assertThat(endpoint.path("path").asText()).isEqualTo(configuration.metricsPath());
            assertThat(ports.get(endpoint.path("port").asText())).isEqualTo(configuration.managementPort());
        });
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyVariableMeansSomething(Installation installation, String service) {
        Manifests manifests = installation.render();
        KnownVariables known = KnownVariables.of(service);
        Map<String, String> own = variables(container(manifests, service));
        assertThat(own.keySet()).isNotEmpty().allMatch(known::contains);
        Set<String> given = new HashSet<>(own.keySet());
        given.addAll(shared(manifests).keySet());
        assertThat(known.missing(given, ServiceConfiguration.of(service))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.tidings.deploy.manifest.Installation#all")
    void everySharedVariableMeansSomethingToOneOfThem(Installation installation) {
        List<KnownVariables> known =
                Repository.SERVICES.stream().map(KnownVariables::of).toList();
        assertThat(shared(installation.render()).keySet())
                .contains("KAFKA_BOOTSTRAP_SERVERS", "TIDINGS_TOKEN_ISSUER", "TIDINGS_STORE_URL")
                .allMatch(variable -> known.stream().anyMatch(service -> service.contains(variable)));
    }

    @ParameterizedTest
    @MethodSource("dev.tidings.deploy.manifest.Installation#all")
    void theMigrationsJobIsToldWhatTheServiceKnows(Installation installation) {
        Manifests manifests = installation.render();
        JsonNode job = manifests.get("Job", "migrations").at("/spec/template/spec/containers/0");
        assertThat(variables(job).keySet())
                .contains("QUARKUS_INIT_AND_EXIT", "QUARKUS_FLYWAY_MIGRATE_AT_START")
                .allMatch(KnownVariables.of("notification-service")::contains);
        assertThat(job.path("image"))
                .isEqualTo(container(manifests, "notification-service").path("image"));
        assertThat(ServiceConfiguration.of("notification-service").get("tidings.store.migrate", "true"))
                .isEqualTo("false");
    }

    @ParameterizedTest
    @MethodSource("dev.tidings.deploy.manifest.Installation#all")
    void theKeysAreAskedForWhereTheyAre(Installation installation) {
        URI keys = URI.create(shared(installation.render()).get("TIDINGS_TOKEN_JWKS_URL"));
        assertThat(keys.getHost()).isEqualTo("auth-service");
        assertThat(keys.getPort())
                .isEqualTo(ServiceConfiguration.of("auth-service").port());
        assertThat(keys.getPath()).isEqualTo("/.well-known/jwks.json");
    }

    @ParameterizedTest
    @MethodSource("dev.tidings.deploy.manifest.Installation#all")
    void theEdgeHasTheTimeToSayGoodbye(Installation installation) {
        ObjectNode edge = installation.render().get("Deployment", "realtime-edge");
        Duration grace = Duration.ofSeconds(
                edge.at("/spec/template/spec/terminationGracePeriodSeconds").asLong());
        Duration sleep = Duration.ofSeconds(edge.at("/spec/template/spec/containers/0/lifecycle/preStop/sleep/seconds")
                .asLong());
        Duration window = Duration.parse(
                variables(container(installation.render(), "realtime-edge")).get("TIDINGS_EDGE_DRAIN_WINDOW"));
        assertThat(grace)
                .isGreaterThanOrEqualTo(sleep.plus(window).plus(LAST_GOODBYES).plus(RESERVE));
    }

    @ParameterizedTest
    @MethodSource("dev.tidings.deploy.manifest.Installation#all")
    void everyRouteLeadsToAServiceAndItsPort(Installation installation) {
        Manifests manifests = installation.render();
        Stream<JsonNode> ofIngresses =
                manifests.of("Ingress").flatMap(ingress -> ingress.findValues("service").stream());
        Stream<JsonNode> ofRoutes = manifests
                .of("HTTPRoute")
                .flatMap(route -> route.findValues("backendRefs").stream()
                        .flatMap(backends -> StreamSupport.stream(backends.spliterator(), false)));
        assertThat(Stream.concat(ofIngresses, ofRoutes)).isNotEmpty().allSatisfy(backend -> {
            JsonNode port =
                    manifests.get("Service", backend.path("name").asText()).at("/spec/ports/0");
            JsonNode asked = backend.path("port");
            assertThat(asked.isObject() ? asked.path("name") : asked)
                    .isEqualTo(asked.isObject() ? port.path("name") : port.path("port"));
        });
    }

    private static JsonNode container(Manifests manifests, String service) {
        return manifests.get("Deployment", service).at("/spec/template/spec/containers/0");
    }

    private static Map<String, String> variables(JsonNode container) {
        Map<String, String> variables = new HashMap<>();
        container
                .path("env")
                .forEach(variable -> variables.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return variables;
    }

    private static Map<String, String> shared(Manifests manifests) {
        Map<String, String> variables = new HashMap<>();
        manifests
                .configuration("tidings")
                .path("data")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        return variables;
    }
}
