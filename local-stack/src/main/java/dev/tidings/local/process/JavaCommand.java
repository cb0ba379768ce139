package dev.tidings.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a Java program is run beside many others on a developer's machine: it starts fast and stays small. */
public final class JavaCommand {

    private static final List<String> LIGHT = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseCompactObjectHeaders",
            // Would leave a file in the system's temp after a SIGKILL.
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private JavaCommand() {}

    /** The Java that runs us. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    public static List<String> light(int heapMegabytes) {
        List<String> command = new ArrayList<>(
                List.of(java().toString(), "-Xmx" + heapMegabytes + "m", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(LIGHT);
        return command;
    }

    /**
     * With a directory of its own for temporary files, emptied now: libraries unpack native code there, and a SIGKILL
     * leaves it.
     */
    public static List<String> light(int heapMegabytes, Path temporary) throws IOException {
        OwnedFiles.deleteTree(temporary);
        Files.createDirectories(temporary);
        List<String> command = light(heapMegabytes);
        command.add("-Djava.io.tmpdir=" + temporary);
        return command;
    }
}
