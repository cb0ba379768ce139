package dev.tidings.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL refuses to run as root, who is who one is in many containers. A user namespace of its own takes its root
 * away; the process id stays.
 */
final class Unprivileged {

    /** Keeps its messages and dates the same on every machine. */
    static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "TZ", "UTC");

    private Unprivileged() {}

    static List<String> prefix() {
        return isRoot() ? List.of("unshare", "-U") : List.of();
    }

    private static boolean isRoot() {
        try {
            Path self = Path.of("/proc/self");
            return Files.exists(self)
                    ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
                    : "root".equals(System.getProperty("user.name"));
        } catch (IOException _) {
            return false;
        }
    }
}
