package dev.tidings.auth;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Tells a service that is a process of its own what the tests' application.properties tells one that is not. */
public final class TestSettings implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        Properties settings = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/test/resources/application.properties"))) {
            settings.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings.stringPropertyNames().stream()
                .filter(name -> !name.startsWith("quarkus."))
                // The log is another resource's.
                .filter(name -> !name.startsWith("kafka."))
                .collect(Collectors.toMap(name -> name, settings::getProperty));
    }

    @Override
    public void stop() {}
}
