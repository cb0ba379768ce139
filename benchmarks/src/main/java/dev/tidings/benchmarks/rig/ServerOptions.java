package dev.tidings.benchmarks.rig;

import dev.tidings.local.process.JavaCommand;
import dev.tidings.local.process.RepositoryRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How the measured servers' Java is run: as in production, and all of them the same. */
public final class ServerOptions {

    @Option(names = "--heap", defaultValue = "512", description = "the server's heap, MB (${DEFAULT-VALUE})")
    int heapMegabytes;

    @Option(names = "--gc", description = "another collector than the one that is shipped: G1, Parallel")
    Optional<String> collector = Optional.empty();

    @Option(names = "--java-option", description = "one more option for its Java; may be given several times")
    List<String> more = List.of();

    @Option(names = "--set", description = "a property of the edge, NAME=VALUE; may be given several times")
    List<String> properties = List.of();

    private String file = "realtime-edge/jvm.options";

    /** The file, in the repository, of the options that the measured service is shipped with: the edge's, unless said. */
    public void shippedWith(String options) {
        file = options;
    }

    /** What a scenario sets itself, where nobody says otherwise. */
    public void preset(String... presets) {
        properties = Stream.concat(Stream.of(presets), properties.stream()).toList();
    }

    /** These, and some properties more. */
    public ServerOptions with(String... added) {
        ServerOptions options = new ServerOptions();
        options.heapMegabytes = heapMegabytes;
        options.collector = collector;
        options.more = more;
        options.properties =
                Stream.concat(properties.stream(), Stream.of(added)).toList();
        return options;
    }

    /** The command as far as the program to run. */
    List<String> command(Path temporary) {
        List<String> command = new ArrayList<>(List.of(
                JavaCommand.java().toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:MaxDirectMemorySize=" + heapMegabytes + "m"));
        shipped()
                .map(option -> collector.isPresent() && option.matches("-XX:\\+Use\\w+GC")
                        ? "-XX:+Use" + collector.get() + "GC"
                        : option)
                .forEach(command::add);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(more);
        return command;
    }

    private Stream<String> shipped() {
        try {
            return Files.readAllLines(RepositoryRoot.find().resolve(file)).stream()
                    .filter(line -> line.startsWith("-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it stands in a report. */
    public String flags() {
        return String.join(
                        " ",
                        command(Path.of("tmp"))
                                .subList(1, command(Path.of("tmp")).size()))
                + (properties.isEmpty() ? "" : " " + String.join(" ", properties));
    }
}
