package dev.tidings.deploy.manifest;

import static dev.tidings.deploy.manifest.Manifests.kind;
import static dev.tidings.deploy.manifest.Manifests.label;
import static dev.tidings.deploy.manifest.Manifests.name;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What every installation must have. Findings are sentences that name the object. */
final class Policy {

    /** {@code NAME:1.2}, a word after it or not; or a digest. */
    private static final Pattern PINNED =
            Pattern.compile(".+(:v?[0-9]+(\\.[0-9]+)+([-._][A-Za-z0-9._-]+)?|@sha256:[0-9a-f]{64})");

    private static final Set<String> VOLUMES = Set.of("configMap", "emptyDir", "secret");

    private final Manifests manifests;
    private final Set<String> imagesOfOurOwn;
    private final List<String> findings = new ArrayList<>();

    private Policy(Manifests manifests, Set<String> imagesOfOurOwn) {
        this.manifests = manifests;
        this.imagesOfOurOwn = imagesOfOurOwn;
    }

    /** With the tags that may stand for what was built on this very machine. */
    static List<String> findings(Manifests manifests, Set<String> imagesOfOurOwn) {
        Policy policy = new Policy(manifests, imagesOfOurOwn);
        policy.look();
        return policy.findings;
    }

    private void look() {
        manifests.workloads().forEach(this::workload);
        manifests.of("Deployment").filter(Policy::isMany).forEach(this::available);
        demand(
                manifests
                        .of("Namespace")
                        .allMatch(namespace -> namespace
                                .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                                .asText()
                                .equals("restricted")),
                "the namespace doesn't enforce the restricted profile");
        demand(manifests.of("Secret").findAny().isEmpty(), "a Secret stands in the manifests");
        demand(
                manifests
                        .of("NetworkPolicy")
                        .anyMatch(policy -> policy.at("/spec/podSelector").isEmpty()
                                && policy.at("/spec/policyTypes").size() == 2
                                && policy.at("/spec/ingress").isMissingNode()
                                && policy.at("/spec/egress").isMissingNode()),
                "what no policy names may be reached");
        manifests.of("NetworkPolicy").forEach(this::way);
        manifests
                .of("ServiceAccount")
                .forEach(account -> demand(
                        isFalse(account.path("automountServiceAccountToken")),
                        label(account) + " hands its token out"));
    }

    /**
     * A way in or out says who and by which port; and one that leads from outside doesn't lead to what is for operators. Those of
     * Kafka and PostgreSQL among themselves, and to an API server that no policy can name, say one of the two.
     */
    private void way(ObjectNode policy) {
        String label = label(policy);
        boolean ours = policy.at("/spec/podSelector").toString().contains("app.kubernetes.io/");
        for (JsonNode rule : policy.at("/spec/ingress")) {
            narrow(label, ours, rule, "from");
            demand(
                    name(policy).equals("metrics")
                            || rule.findValues("port").stream()
                                    .noneMatch(port -> port.asText().matches("management|9000")),
                    label + " leads to the management port");
        }
        for (JsonNode rule : policy.at("/spec/egress")) {
            narrow(label, ours, rule, "to");
        }
    }

    private void narrow(String label, boolean ours, JsonNode rule, String direction) {
        boolean everyPort = rule.path("ports").isEmpty();
        boolean everywhere = rule.path(direction).isEmpty();
        demand(!everyPort || (!ours && !everywhere), label + " leads to every port");
        demand(!everywhere || (!ours && !everyPort), label + " leads " + direction + " everywhere");
        for (JsonNode peer : rule.path(direction)) {
            boolean open = peer.isEmpty()
                    || isAnything(peer.path("podSelector"))
                    || isAnything(peer.path("namespaceSelector"));
            demand(!open, label + " leads " + direction + " everybody");
            JsonNode network = peer.path("ipBlock");
            demand(
                    !network.path("cidr").asText().endsWith("/0")
                            || !network.path("except").isEmpty(),
                    label + " leads " + direction + " every address");
        }
    }

    private static boolean isAnything(JsonNode selector) {
        return selector.isObject() && selector.isEmpty();
    }

    private void workload(ObjectNode workload) {
        String label = label(workload);
        JsonNode pod = workload.at("/spec/template/spec");
        JsonNode account = pod.path("serviceAccountName");
        demand(
                manifests.of("ServiceAccount").anyMatch(one -> name(one).equals(account.asText())),
                label + " has no account of its own");
        demand(isFalse(pod.path("automountServiceAccountToken")), label + " is given a token for the API server");
        // Its variables would be read as settings: KAFKA_PORT of a Service kafka is kafka.port.
        demand(isFalse(pod.path("enableServiceLinks")), label + " is given variables of every Service");
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            demand(!pod.has(shared), label + " shares " + shared + " with the node");
        }
        JsonNode security = pod.path("securityContext");
        demand(security.path("runAsNonRoot").asBoolean(), label + " may run as root");
        demand(security.path("runAsUser").asInt() > 0, label + " doesn't say as which user it runs");
        demand(
                security.at("/seccompProfile/type").asText().equals("RuntimeDefault"),
                label + " may make every system call");
        for (JsonNode volume : pod.path("volumes")) {
            volume.fieldNames().forEachRemaining(field -> {
                boolean known = field.equals("name") || VOLUMES.contains(field);
                demand(known, label + " mounts " + field);
            });
            demand(
                    !volume.has("emptyDir") || volume.at("/emptyDir/sizeLimit").isTextual(),
                    label + " may fill the node's disk by "
                            + volume.path("name").asText());
        }
        demand(pod.path("initContainers").isMissingNode(), label + " has init containers, which nobody looks at here");
        for (JsonNode container : pod.path("containers")) {
            container(label, container);
            if (kind(workload).equals("Deployment")) {
                for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                    demand(container.has(probe), label + " has no " + probe);
                }
            }
        }
    }

    private void container(String label, JsonNode container) {
        JsonNode security = container.path("securityContext");
        demand(isFalse(security.path("allowPrivilegeEscalation")), label + " may gain privileges");
        demand(security.path("readOnlyRootFilesystem").asBoolean(), label + " may change its own files");
        demand(!security.has("privileged"), label + " is privileged");
        JsonNode capabilities = security.path("capabilities");
        demand(
                capabilities.path("drop").size() == 1
                        && capabilities.path("drop").path(0).asText().equals("ALL"),
                label + " keeps capabilities");
        demand(!capabilities.has("add"), label + " has capabilities added");
        for (String amount : List.of("/requests/cpu", "/requests/memory", "/limits/cpu", "/limits/memory")) {
            demand(!container.path("resources").at(amount).isMissingNode(), label + " has no resources" + amount);
        }
        for (JsonNode port : container.path("ports")) {
            demand(!port.has("hostPort"), label + " takes a port of the node");
        }
        String image = container.path("image").asText();
        demand(
                PINNED.matcher(image).matches() || imagesOfOurOwn.contains(image),
                label + " runs an image that may be another tomorrow: " + image);
    }

    private void available(ObjectNode deployment) {
        String name = name(deployment);
        JsonNode pod = deployment.at("/spec/template/spec");
        demand(
                manifests
                        .of("PodDisruptionBudget")
                        .anyMatch(budget -> budget.at("/spec/selector").equals(deployment.at("/spec/selector"))
                                && budget.at("/spec/maxUnavailable").asInt() == 1),
                "a drain of nodes may take all of " + name);
        demand(pod.path("topologySpreadConstraints").size() == 2, name + " isn't spread over zones and nodes");
        demand(
                deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").isInt()
                        && deployment
                                        .at("/spec/strategy/rollingUpdate/maxUnavailable")
                                        .asInt()
                                == 0,
                name + " is fewer while it is updated");
        JsonNode sleep = pod.at("/containers/0/lifecycle/preStop/sleep/seconds");
        demand(sleep.asInt() > 0, name + " goes before the proxies know");
        demand(
                pod.path("terminationGracePeriodSeconds").asInt() > sleep.asInt(),
                name + " is killed before it could end");
    }

    /** Those that are one by intention say so. */
    private static boolean isMany(ObjectNode deployment) {
        return !deployment.at("/spec/strategy/type").asText().equals("Recreate");
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.asBoolean();
    }

    private void demand(boolean met, String otherwise) {
        if (!met) {
            findings.add(otherwise);
        }
    }
}
