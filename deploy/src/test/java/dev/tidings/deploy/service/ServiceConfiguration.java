package dev.tidings.deploy.service;

import dev.tidings.deploy.Repository;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Properties;

/** A service's own {@code application.properties}, as production sees it. */
public final class ServiceConfiguration {

    private static final String PRODUCTION = "%prod.";

    private final Properties properties = new Properties();

    private ServiceConfiguration(String service) {
        try (Reader reader = Files.newBufferedReader(
                Repository.ROOT.resolve(service).resolve("src/main/resources/application.properties"))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ServiceConfiguration of(String service) {
        return new ServiceConfiguration(service);
    }

    public String get(String name, String otherwise) {
        return properties.getProperty(PRODUCTION + name, properties.getProperty(name, otherwise));
    }

    /** What is said by all names that end so, whatever they begin with. */
    public List<String> all(String end) {
        return properties.stringPropertyNames().stream()
                .filter(name -> name.endsWith(end))
                .map(properties::getProperty)
                .toList();
    }

    public int port() {
        return Integer.parseInt(get("quarkus.http.port", "8080"));
    }

    /** Where health and metrics are asked for: the port of their own, where there is one. */
    public int managementPort() {
        return Boolean.parseBoolean(get("quarkus.management.enabled", "false"))
                ? Integer.parseInt(get("quarkus.management.port", "9000"))
                : port();
    }

    public String healthPath() {
        return get("quarkus.http.non-application-root-path", "/q") + "/"
                + get("quarkus.smallrye-health.root-path", "health");
    }

    public String metricsPath() {
        return get("quarkus.http.non-application-root-path", "/q") + "/"
                + get("quarkus.micrometer.export.prometheus.path", "metrics");
    }
}
