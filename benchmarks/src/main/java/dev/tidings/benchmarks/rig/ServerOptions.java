package dev.tidings.benchmarks.rig;

import dev.tidings.local.process.JavaCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How the measured servers' Java is run: as in production, and all of them the same. */
public final class ServerOptions {

    @Option(names = "--heap", defaultValue = "512", description = "the server's heap, MB (${DEFAULT-VALUE})")
    int heapMegabytes;

    @Option(names = "--gc", defaultValue = "G1", description = "its collector: G1, Serial, Parallel (${DEFAULT-VALUE})")
    String collector;

    @Option(names = "--java-option", description = "one more option for its Java; may be given several times")
    List<String> more = List.of();

    @Option(names = "--set", description = "a property of the edge, NAME=VALUE; may be given several times")
    List<String> properties = List.of();

    /** The command as far as the program to run. */
    List<String> command(Path temporary) {
        List<String> command = new ArrayList<>(List.of(
                JavaCommand.java().toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:MaxDirectMemorySize=" + heapMegabytes + "m",
                "-XX:+Use" + collector + "GC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + temporary));
        command.addAll(more);
        return command;
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
