package dev.tidings.deploy.binary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.deploy.Repository;
import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a service's native build hands to the compiler: Quarkus makes all of it, and is stopped there.
 *
 * @param readable the classes whose methods may be asked for, which is how Jackson goes through one
 * @param makeable the classes that may be made by their name
 * @param resources the patterns of resources that are put into the binary
 * @param libraries the names of the jars on the class path
 */
record NativeSources(
        Set<String> readable, Set<String> makeable, List<Pattern> resources, String arguments, List<String> libraries) {

    private static final Map<String, NativeSources> MADE = new HashMap<>();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONFIGURATION = "META-INF/native-image/";
    private static final Pattern LATER = Pattern.compile("--initialize-at-run-time=([\\w.$,]+)");

    static synchronized NativeSources of(String service) {
        return MADE.computeIfAbsent(service, NativeSources::make);
    }

    boolean hasResource(String path) {
        return resources.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    /** The classes and packages that the compiler leaves for the binary to initialize. */
    List<String> initializedLater() {
        return LATER.matcher(arguments)
                .results()
                .flatMap(names -> Stream.of(names.group(1).split(",", -1)))
                .toList();
    }

    private static NativeSources make(String service) {
        Path module = Repository.ROOT.resolve(service);
        Path target = Repository.TARGET.resolve("binary").resolve(service);
        Properties properties = new Properties();
        properties.setProperty("quarkus.native.enabled", "true");
        properties.setProperty("quarkus.native.sources-only", "true");
        properties.setProperty("quarkus.package.jar.enabled", "false");
        QuarkusBootstrap bootstrap = QuarkusBootstrap.builder()
                .setMode(QuarkusBootstrap.Mode.PROD)
                .setProjectRoot(module)
                .setApplicationRoot(module.resolve("target/classes"))
                .setTargetDirectory(target)
                .setBaseName(service)
                .setBaseClassLoader(NativeSources.class.getClassLoader())
                .setLocalProjectDiscovery(true)
                .setBuildSystemProperties(properties)
                .build();
        try {
            Files.createDirectories(target);
            try (CuratedApplication application = bootstrap.bootstrap()) {
                application.createAugmentor().createProductionApplication();
                return read(target.resolve("native-sources"));
            }
        } catch (Exception e) {
            throw new AssertionError("no native sources of " + service, e);
        }
    }

    private static NativeSources read(Path sources) throws IOException {
        try (Stream<Path> libraries = Files.list(sources.resolve("lib"));
                Stream<Path> files = Files.list(sources)) {
            Path runner = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
            JsonNode classes = configuration(runner, "reflect-config.json");
            return new NativeSources(
                    names(classes, type -> type.path("allDeclaredMethods").asBoolean()),
                    names(classes, NativeSources::isMakeable),
                    configuration(runner, "resource-config.json")
                            .at("/resources/includes")
                            .findValuesAsText("pattern")
                            .stream()
                            .map(Pattern::compile)
                            .toList(),
                    Repository.text(sources.resolve("native-image.args")) + ofJars(sources.resolve("lib")),
                    libraries.map(library -> library.getFileName().toString()).toList());
        }
    }

    private static Set<String> names(JsonNode classes, Predicate<JsonNode> which) {
        return classes.valueStream()
                .filter(which)
                .map(type -> type.path("name").asText())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isMakeable(JsonNode type) {
        return type.path("allDeclaredConstructors").asBoolean()
                || type.path("methods").findValuesAsText("name").contains("<init>");
    }

    /** Jars bring arguments of their own. */
    private static String ofJars(Path libraries) throws IOException {
        StringBuilder arguments = new StringBuilder();
        try (Stream<Path> files = Files.list(libraries)) {
            for (Path jar : files.toList()) {
                try (ZipFile content = new ZipFile(jar.toFile())) {
                    for (ZipEntry entry : Collections.list(content.entries())) {
                        if (entry.getName().startsWith(CONFIGURATION)
                                && entry.getName().endsWith("native-image.properties")) {
                            Properties said = new Properties();
                            said.load(content.getInputStream(entry));
                            arguments.append(' ').append(said.getProperty("Args", ""));
                        }
                    }
                }
            }
        }
        return arguments.toString();
    }

    private static JsonNode configuration(Path jar, String name) {
        try (ZipFile files = new ZipFile(jar.toFile())) {
            return JSON.readTree(files.getInputStream(files.getEntry(CONFIGURATION + name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
