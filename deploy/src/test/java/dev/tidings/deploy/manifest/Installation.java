package dev.tidings.deploy.manifest;

import java.util.List;
import java.util.stream.Stream;

/** What can be installed: an overlay, with components on top. */
public record Installation(String overlay, List<String> components) {

    public static final Installation LOCAL = of("local");
    public static final Installation PRODUCTION_JVM = of("production-jvm");
    static final Installation PRODUCTION_NATIVE = of("production-native");
    public static final Installation MANAGED_BACKENDS =
            of("production-jvm", "external-backends", "prometheus-operator");
    /** Every object that there can be, but for those that a component takes the place of. */
    static final Installation EVERY_OPTION =
            of("production-native", "operators", "keda", "gateway-api", "prometheus-operator");

    public Installation {
        components = List.copyOf(components);
    }

    private static Installation of(String overlay, String... components) {
        return new Installation(overlay, List.of(components));
    }

    public static Stream<Installation> all() {
        return Stream.concat(Stream.of(LOCAL), production());
    }

    static Stream<Installation> production() {
        return Stream.of(PRODUCTION_JVM, PRODUCTION_NATIVE, MANAGED_BACKENDS, EVERY_OPTION);
    }

    public Manifests render() {
        return components.isEmpty()
                ? Kustomize.overlay(overlay)
                : Kustomize.with(overlay, components.toArray(String[]::new));
    }
}
