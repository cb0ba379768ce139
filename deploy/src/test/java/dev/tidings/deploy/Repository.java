package dev.tidings.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where things are, and what runs. */
public final class Repository {

    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    public static final Path KUBERNETES = ROOT.resolve("deploy/k8s");
    public static final Path TARGET = ROOT.resolve("deploy/target");

    /** The services, by the module that each is. */
    public static final List<String> SERVICES = List.of("auth-service", "notification-service", "realtime-edge");

    private Repository() {}

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
