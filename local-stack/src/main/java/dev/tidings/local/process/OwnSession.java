package dev.tidings.local.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts a command into a session of its own, so that a Ctrl-C at the terminal does not reach it. Both helpers exec the
 * command: the process id is the command's own.
 */
public final class OwnSession {

    public static final File NO_INPUT = new File("/dev/null");

    private static final List<String> PREFIX = find();

    private OwnSession() {}

    public static List<String> prefix() {
        return PREFIX;
    }

    private static List<String> find() {
        if (onPath("setsid")) {
            return List.of("setsid");
        }
        // macOS has no setsid command, and always a perl.
        return onPath("perl")
                ? List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV")
                : List.of();
    }

    private static boolean onPath(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
