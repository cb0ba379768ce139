package dev.tidings.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.deploy.Repository;
import dev.tidings.deploy.manifest.Installation;
import dev.tidings.deploy.manifest.Manifests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the images are made of, as far as it can be read. That they build and run is seen by the workflow "images", which has
 * Docker.
 */
class DockerfileTest {

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "native.Dockerfile"})
    void nothingIsFound(String name) {
        assertThat(ImagePolicy.findings(Dockerfile.parse(text(name)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "eclipse-temurin:25.0.3_9-jre-noble | eclipse-temurin:latest",
                "eclipse-temurin:25.0.3_9-jre-noble | eclipse-temurin:25",
                "eclipse-temurin:25.0.3_9-jre-noble | eclipse-temurin",
                "eclipse-temurin:25.0.3_9-jdk-noble | eclipse-temurin",
                "USER 10001:10001 | USER root",
                "USER 10001:10001 | LABEL a=b",
                "STOPSIGNAL SIGTERM | LABEL a=b",
                "ENTRYPOINT [\"java\", | ENTRYPOINT java",
                "EXPOSE 8090 | EXPOSE 8091",
                "CMD [\"healthy\", \"9000\"] | NONE",
                "COPY . . | ADD https://example.com/a.tar /",
                "RUN train 9000 | RUN apt-get install -y curl",
                "WORKDIR /opt/tidings | ENV DATABASE_PASSWORD=a",
                "runtime AS realtime-edge | runtime AS edge"
            })
    void whateverIsTakenAwayIsFound(String said, String instead) {
        String changed = text("Dockerfile").replace(said, instead);
        assertThat(changed).isNotEqualTo(text("Dockerfile"));
        assertThat(ImagePolicy.findings(Dockerfile.parse(changed))).isNotEmpty();
    }

    @Test
    void theUserIsTheClusters() {
        Manifests manifests = Installation.PRODUCTION_JVM.render();
        for (String service : Repository.SERVICES) {
            int user = manifests
                    .get("Deployment", service)
                    .at("/spec/template/spec/securityContext/runAsUser")
                    .asInt();
            assertThat(List.of("Dockerfile", "native.Dockerfile"))
                    .allSatisfy(name -> assertThat(Dockerfile.parse(text(name)).inForce(service, "USER"))
                            .contains(user + ":" + user));
        }
    }

    @Test
    void aCacheIsTrainedByTheJavaThatItIsUsedBy() {
        Dockerfile file = Dockerfile.parse(text("Dockerfile"));
        assertThat(file.stages().get("trained").base()).isEqualTo("runtime");
        for (String service : Repository.SERVICES) {
            Dockerfile.Stage trained = file.stages().get("trained-" + service);
            assertThat(trained.base()).isEqualTo("trained");
            assertThat(trained.last("COPY")).contains("deploy/images/" + service + ".options java.options");
            assertThat(file.stages().get(service).base()).isEqualTo("runtime");
        }
    }

    @Test
    void theEdgeHasTheOptionsThatItIsMeasuredWith() {
        assertThat(text("realtime-edge.options").lines())
                .containsAll(Repository.text(Repository.ROOT.resolve("realtime-edge/jvm.options"))
                        .lines()
                        .filter(line -> line.startsWith("-"))
                        .toList());
    }

    private static String text(String name) {
        return Repository.text(Repository.ROOT.resolve("deploy/images").resolve(name));
    }
}
