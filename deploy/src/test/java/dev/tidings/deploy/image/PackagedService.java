package dev.tidings.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.deploy.Repository;
import dev.tidings.local.process.OwnedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A service's image without the image: the same files, the same Java options, the cache trained by the same script. */
record PackagedService(Path directory) {

    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final Path IMAGES = Repository.ROOT.resolve("deploy/images");
    /** This machine is not the pod: its memory is no measure. */
    private static final String HEAP = "-Xmx256m";

    static PackagedService train(String name, int port) throws IOException, InterruptedException {
        Path directory = Repository.TARGET.resolve("images").resolve(name);
        OwnedFiles.deleteTree(directory);
        copy(Repository.ROOT.resolve(name).resolve("target/quarkus-app"), directory);
        // The tests of what is packaged may have left theirs.
        Files.deleteIfExists(directory.resolve("app.aot"));
        Files.copy(
                IMAGES.resolve(name + ".options"),
                directory.resolve("java.options"),
                StandardCopyOption.REPLACE_EXISTING);
        PackagedService service = new PackagedService(directory);
        Process training =
                service.run("train", Map.of(), List.of(IMAGES.resolve("train").toString(), Integer.toString(port)));
        assertThat(training.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(training.exitValue()).as(() -> service.log("train")).isZero();
        return service;
    }

    /** As the image's entry point does it, but that it starts from its cache or not at all. */
    Process start(String log, Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA_HOME + "/bin/java", "@java.options", HEAP));
        command.addAll(List.of(options));
        command.addAll(List.of("-XX:AOTMode=on", "-XX:AOTCache=app.aot", "-jar", "quarkus-run.jar"));
        return run(log, environment, command);
    }

    String log(String name) {
        return Repository.text(directory.resolve(name + ".log"));
    }

    private Process run(String log, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log + ".log").toFile());
        builder.environment().keySet().removeIf(variable -> variable.matches("(KAFKA|QUARKUS|TIDINGS|JAVA|JDK)_.*"));
        builder.environment().put("JAVA_HOME", JAVA_HOME);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void copy(Path from, Path to) {
        assertThat(from).as("packaged").isDirectory();
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
