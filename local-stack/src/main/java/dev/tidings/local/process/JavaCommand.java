package dev.tidings.local.process;

import java.nio.file.Path;
import java.util.List;

/** The Java that runs us is the Java that runs our children. */
public final class JavaCommand {

    /** For programs that should start fast and stay small beside others on a developer's machine. */
    private static final List<String> LIGHT =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders", "-Xshare:auto");

    private JavaCommand() {}

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    public static List<String> light(int heapMegabytes) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(java().toString(), "-Xmx" + heapMegabytes + "m"), LIGHT.stream())
                .toList();
    }
}
