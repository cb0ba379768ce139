package dev.tidings.deploy.service;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The variables that mean something to a service. A misspelt one would be passed over in silence. */
public final class KnownVariables {

    /** Of the Java launcher. */
    private static final Set<String> JAVA = Set.of("JDK_JAVA_OPTIONS");

    private static final Set<String> KAFKA = Stream.of(
                    ProducerConfig.configNames(), ConsumerConfig.configNames(), AdminClientConfig.configNames())
            .flatMap(Set::stream)
            .map(name -> "KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private final List<Setting> own;
    private final Set<String> quarkus;

    private KnownVariables(List<Setting> own, Set<String> quarkus) {
        this.own = own;
        this.quarkus = quarkus;
    }

    public static KnownVariables of(String service) {
        return new KnownVariables(Settings.of(service, "operations", "rest-problems"), QuarkusSettings.of(service));
    }

    public boolean contains(String variable) {
        return own.stream().anyMatch(setting -> setting.isNamed(variable))
                || quarkus.contains(variable)
                || KAFKA.contains(variable)
                || JAVA.contains(variable);
    }

    /** Those of its own that have to be given and are not. */
    public List<String> missing(Set<String> given, ServiceConfiguration configuration) {
        return own.stream()
                .filter(setting -> setting.byDefault().isEmpty())
                .filter(setting -> configuration.get(setting.name(), "").isEmpty())
                .map(Setting::variable)
                .filter(variable -> !given.contains(variable))
                .toList();
    }
}
