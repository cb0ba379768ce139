package dev.tidings.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.deploy.Repository;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The overlay that the installation's page gives to begin with is one that works. */
class DocumentedInstallationTest {

    private static final Pattern OVERLAY = Pattern.compile("(?s)<!-- A test renders this. -->\\n```yaml\\n(.*?)```");

    @Test
    void theOverlayOfThePageIsWhole() {
        Matcher page = OVERLAY.matcher(Repository.text(Repository.ROOT.resolve("docs/operations/kubernetes.md")));
        assertThat(page.find()).isTrue();
        Manifests manifests = Kustomize.of("documented", page.group(1).replace("../../deploy/k8s", "../../k8s"));
        assertThat(manifests.objects().stream().map(StrictReader::fault).flatMap(Optional::stream))
                .isEmpty();
        assertThat(Policy.findings(manifests, Set.of())).isEmpty();
        assertThat(manifests
                        .configuration("tidings")
                        .at("/data/TIDINGS_TOKEN_ISSUER")
                        .asText())
                .isEqualTo("https://live.example.org");
        assertThat(manifests.get("Ingress", "api").toString()).doesNotContain("tidings.example.com");
    }
}
