package dev.tidings.deploy.service;

import dev.tidings.deploy.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

/** A service's settings, read from its compiled configuration mappings, and what is said of each from their sources. */
public final class Settings {

    private static final DotName MAPPING = DotName.createSimple("io.smallrye.config.ConfigMapping");
    private static final DotName DEFAULT = DotName.createSimple("io.smallrye.config.WithDefault");
    private static final DotName PARENT_NAME = DotName.createSimple("io.smallrye.config.WithParentName");
    private static final Set<String> WRAPPERS = Set.of("java.util.Optional", "java.util.List");

    private final Index index;
    private final List<Path> sources;
    private final List<Setting> found = new ArrayList<>();

    private Settings(Index index, List<Path> sources) {
        this.index = index;
        this.sources = sources;
    }

    /** In the order of their names. {@code modules} are the service's own and those that it shares. */
    public static List<Setting> of(String... modules) {
        List<Path> sources = Stream.of(modules)
                .map(module -> Repository.ROOT.resolve(module).resolve("src/main/java"))
                .toList();
        Settings settings = new Settings(index(modules), sources);
        for (AnnotationInstance mapping : settings.index.getAnnotations(MAPPING)) {
            settings.read(mapping.value("prefix").asString(), mapping.target().asClass());
        }
        return settings.found.stream()
                .sorted(Comparator.comparing(Setting::name))
                .toList();
    }

    private static Index index(String... modules) {
        Indexer indexer = new Indexer();
        for (String module : modules) {
            Path classes = Repository.ROOT.resolve(module).resolve("target/classes");
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    try (InputStream in = Files.newInputStream(file)) {
                        indexer.index(in);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return indexer.complete();
    }

    private void read(String prefix, ClassInfo group) {
        Javadoc said = Javadoc.of(sources, group);
        for (MethodInfo method : group.methods()) {
            if (method.isAbstract()) {
                String name = method.hasAnnotation(PARENT_NAME) ? prefix : prefix + "." + kebab(method.name());
                read(name, method, method.returnType(), said);
            }
        }
    }

    private void read(String name, MethodInfo method, Type type, Javadoc said) {
        switch (type.kind()) {
            case PARAMETERIZED_TYPE -> {
                List<Type> arguments = type.asParameterizedType().arguments();
                if (type.name().toString().equals("java.util.Map")) {
                    read(name + ".*", method, arguments.get(1), said);
                } else if (WRAPPERS.contains(type.name().toString())) {
                    read(name, method, arguments.get(0), said);
                } else {
                    throw new AssertionError(name + " is of a type that nobody knows here: " + type);
                }
            }
            case CLASS -> {
                ClassInfo group = index.getClassByName(type.name());
                if (group != null && group.isInterface()) {
                    read(name, group);
                } else {
                    add(name, method, type.name().withoutPackagePrefix(), said);
                }
            }
            case PRIMITIVE -> add(name, method, type.toString(), said);
            case ARRAY, VOID, TYPE_VARIABLE, UNRESOLVED_TYPE_VARIABLE, WILDCARD_TYPE, TYPE_VARIABLE_REFERENCE ->
                throw new AssertionError(name + " can't be set: " + type);
        }
    }

    private void add(String name, MethodInfo method, String type, Javadoc said) {
        boolean optional = method.returnType().name().toString().startsWith("java.util.Optional");
        Optional<String> byDefault = Optional.ofNullable(method.annotation(DEFAULT))
                .map(AnnotationInstance::value)
                .map(AnnotationValue::asString)
                .or(() -> optional || name.contains("*") ? Optional.of("") : Optional.empty());
        found.add(new Setting(name, type.equals("OptionalInt") ? "int" : type, byDefault, said.of(method.name())));
    }

    private static String kebab(String name) {
        StringBuilder kebab = new StringBuilder();
        name.chars().forEach(c -> {
            if (Character.isUpperCase(c)) {
                kebab.append('-');
            }
            kebab.append((char) Character.toLowerCase(c));
        });
        return kebab.toString();
    }
}
