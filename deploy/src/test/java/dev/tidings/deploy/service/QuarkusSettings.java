package dev.tidings.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.deploy.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Quarkus' own settings that a packaged service takes from its environment, by the descriptions in its jars. */
final class QuarkusSettings {

    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    private QuarkusSettings() {}

    /** The variables that say something at run time; the others were decided when the service was built. */
    static Set<String> of(String service) {
        Path jars = Repository.ROOT.resolve(service).resolve("target/quarkus-app/lib/main");
        assertThat(jars).as("%s, packaged", service).isDirectory();
        Set<String> variables = new HashSet<>();
        try (Stream<Path> files = Files.list(jars)) {
            for (Path jar : files.toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    ZipEntry model = zip.getEntry(MODEL);
                    if (model != null) {
                        try (InputStream in = zip.getInputStream(model)) {
                            collect(new JsonMapper().readTree(in), variables);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return variables;
    }

    private static void collect(JsonNode node, Set<String> variables) {
        if (node.path("phase").asText().equals("RUN_TIME")) {
            variables.add(node.at("/path/environmentVariable").asText());
        }
        for (JsonNode child : node) {
            collect(child, variables);
        }
    }
}
