package dev.tidings.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object of every overlay is one that the cluster would take, field by field. */
class StrictReaderTest {

    @ParameterizedTest
    @MethodSource("dev.tidings.deploy.manifest.Installation#all")
    void everyObjectIsOfItsKind(Installation installation) {
        Manifests manifests = installation.render();
        assertThat(manifests.objects()).isNotEmpty();
        assertThat(manifests.objects().stream().map(StrictReader::fault).flatMap(Optional::stream))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.tidings.deploy.manifest.Installation#all")
    void everyObjectIsInTheNamespace(Installation installation) {
        assertThat(installation.render().objects())
                .filteredOn(object -> !Manifests.kind(object).equals("Namespace"))
                .allSatisfy(
                        object -> assertThat(object.at("/metadata/namespace").asText())
                                .as(Manifests.label(object))
                                .isEqualTo("tidings"));
    }

    @Test
    void aMisspeltFieldIsRefusedWhereverItStands() {
        Manifests manifests = Installation.EVERY_OPTION.render();
        Stream<ObjectNode> objects = manifests.copy().objects().stream();
        List<String> kinds = List.of("Namespace", "ConfigMap", "ServiceAccount");
        assertThat(objects.filter(object -> !kinds.contains(Manifests.kind(object))))
                .isNotEmpty()
                .allSatisfy(object -> {
                    ((ObjectNode) object.get("spec")).put("replicaz", 3);
                    assertThat(StrictReader.fault(object))
                            .as(Manifests.label(object))
                            .hasValueSatisfying(fault -> assertThat(fault).contains("replicaz"));
                });
    }

    @Test
    void aMisspeltFieldDeepInsideIsRefused() {
        ObjectNode edge = Installation.PRODUCTION_JVM.render().copy().get("Deployment", "realtime-edge");
        ((ObjectNode) edge.at("/spec/template/spec/containers/0/readinessProbe")).put("failureTreshold", 3);
        assertThat(StrictReader.fault(edge)).isPresent();
    }

    @Test
    void aNumberWhereATextBelongsIsRefused() {
        ObjectNode edge = Installation.PRODUCTION_JVM.render().copy().get("Deployment", "realtime-edge");
        ((ObjectNode) edge.at("/spec/template/spec/containers/0/env/0")).put("value", 60);
        assertThat(StrictReader.fault(edge)).isPresent();
    }

    @Test
    void aKindThatNobodyKnowsIsRefused() {
        ObjectNode edge = Installation.PRODUCTION_JVM.render().copy().get("Deployment", "realtime-edge");
        edge.put("apiVersion", "extensions/v1beta1");
        assertThat(StrictReader.fault(edge)).isPresent();
    }
}
