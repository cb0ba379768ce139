package dev.tidings.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing runs with more than it needs, and nothing goes away unseen. Each rule is shown to bite. */
class PolicyTest {

    private static final Set<String> BUILT_HERE =
            Set.of("tidings/auth-service:local", "tidings/notification-service:local", "tidings/realtime-edge:local");

    /** Of a pod, and taken away one by one. */
    private static final List<String> OF_A_POD = List.of(
            "/serviceAccountName",
            "/automountServiceAccountToken",
            "/enableServiceLinks",
            "/securityContext",
            "/securityContext/runAsNonRoot",
            "/securityContext/runAsUser",
            "/securityContext/seccompProfile",
            "/containers/0/securityContext",
            "/containers/0/securityContext/allowPrivilegeEscalation",
            "/containers/0/securityContext/readOnlyRootFilesystem",
            "/containers/0/securityContext/capabilities",
            "/containers/0/resources",
            "/containers/0/resources/requests/cpu",
            "/containers/0/resources/requests/memory",
            "/containers/0/resources/limits/cpu",
            "/containers/0/resources/limits/memory",
            "/containers/0/image");

    private static final List<String> OF_A_SERVICE = List.of(
            "/spec/strategy",
            "/spec/template/spec/topologySpreadConstraints",
            "/spec/template/spec/terminationGracePeriodSeconds",
            "/spec/template/spec/containers/0/startupProbe",
            "/spec/template/spec/containers/0/readinessProbe",
            "/spec/template/spec/containers/0/livenessProbe",
            "/spec/template/spec/containers/0/lifecycle");

    @ParameterizedTest
    @MethodSource("dev.tidings.deploy.manifest.Installation#all")
    void nothingIsFound(Installation installation) {
        assertThat(Policy.findings(installation.render(), images(installation))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.tidings.deploy.manifest.Installation#all")
    void whateverIsTakenFromAPodIsFound(Installation installation) {
        List<String> unnoticed = new ArrayList<>();
        for (ObjectNode workload : installation.render().workloads().toList()) {
            for (String path : OF_A_POD) {
                unnoticed.addAll(unnoticed(installation, workload, "/spec/template/spec" + path));
            }
        }
        assertThat(unnoticed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-service", "notification-service", "realtime-edge"})
    void whateverIsTakenFromAServiceIsFound(String service) {
        Installation installation = Installation.PRODUCTION_JVM;
        ObjectNode deployment = installation.render().get("Deployment", service);
        assertThat(OF_A_SERVICE)
                .allSatisfy(path ->
                        assertThat(unnoticed(installation, deployment, path)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PodDisruptionBudget realtime-edge",
                "PodDisruptionBudget auth-service",
                "PodDisruptionBudget notification-service",
                "NetworkPolicy default-deny",
                "ServiceAccount realtime-edge"
            })
    void anObjectThatIsMissingIsFound(String label) {
        Manifests all = Installation.PRODUCTION_JVM.render();
        Manifests without = new Manifests(all.objects().stream()
                .filter(object -> !Manifests.label(object).equals(label))
                .toList());
        assertThat(without.objects()).hasSize(all.objects().size() - 1);
        assertThat(Policy.findings(without, Set.of())).isNotEmpty();
    }

    @Test
    void whatIsAddedIsFound() {
        assertFound(container -> container.put("image", "ghcr.io/tidings/realtime-edge:latest"));
        assertFound(container -> container.put("image", "ghcr.io/tidings/realtime-edge"));
        assertFound(container -> container.withObject("/securityContext").put("privileged", true));
        assertFound(container ->
                container.withArray("/securityContext/capabilities/add").add("NET_ADMIN"));
        assertFound(container ->
                container.withArray("/securityContext/capabilities/drop").remove(0));
        assertFound(container -> container.withObject("/ports/0").put("hostPort", 8090));
    }

    @Test
    void aWayThatIsTooWideIsFound() {
        assertWide("from-outside", spec -> ((ObjectNode) spec.at("/ingress/0")).remove("from"));
        assertWide("from-outside", spec -> ((ObjectNode) spec.at("/ingress/0")).remove("ports"));
        assertWide("from-outside", spec -> ((ObjectNode) spec.at("/ingress/0/ports/0")).put("port", "management"));
        assertWide("from-outside", spec -> ((ObjectNode) spec.at("/ingress/0/from/0")).putObject("namespaceSelector"));
        assertWide("keys-offered", spec -> ((ObjectNode) spec.at("/ingress/0/from/0")).putObject("podSelector"));
        assertWide("keys-asked-for", spec -> ((ObjectNode) spec.at("/egress/0")).remove("ports"));
        assertWide("identity-providers", spec -> ((ObjectNode) spec.at("/egress/0/to/0/ipBlock")).remove("except"));
    }

    private static void assertWide(String policy, Consumer<JsonNode> change) {
        Manifests manifests = Installation.PRODUCTION_JVM.render().copy();
        change.accept(manifests.get("NetworkPolicy", policy).path("spec"));
        assertThat(Policy.findings(manifests, Set.of())).hasSize(1);
    }

    @Test
    void aVolumeOfTheNodeIsFound() {
        Manifests manifests = Installation.PRODUCTION_JVM.render().copy();
        ArrayNode volumes =
                (ArrayNode) manifests.get("Deployment", "realtime-edge").at("/spec/template/spec/volumes");
        volumes.addObject().put("name", "node").putObject("hostPath").put("path", "/");
        assertThat(Policy.findings(manifests, Set.of())).hasSize(1);
    }

    private static void assertFound(Consumer<ObjectNode> change) {
        Manifests manifests = Installation.PRODUCTION_JVM.render().copy();
        change.accept((ObjectNode) manifests.get("Deployment", "realtime-edge").at("/spec/template/spec/containers/0"));
        assertThat(Policy.findings(manifests, Set.of())).hasSize(1);
    }

    /** The path, where it can be taken away and nobody notices. */
    private static List<String> unnoticed(Installation installation, ObjectNode workload, String path) {
        Manifests manifests = installation.render().copy();
        JsonNode changed = manifests.get(Manifests.kind(workload), Manifests.name(workload));
        JsonPointer pointer = JsonPointer.compile(path);
        JsonNode parent = changed.at(pointer.head());
        JsonNode taken = ((ObjectNode) parent).remove(pointer.last().getMatchingProperty());
        String label = Manifests.label(workload) + path;
        assertThat(taken).as(label + " was there").isNotNull();
        return Policy.findings(manifests, images(installation)).isEmpty() ? List.of(label) : List.of();
    }

    private static Set<String> images(Installation installation) {
        return installation.equals(Installation.LOCAL) ? BUILT_HERE : Set.of();
    }
}
