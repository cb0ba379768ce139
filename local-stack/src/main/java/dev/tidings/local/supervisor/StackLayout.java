package dev.tidings.local.supervisor;

import dev.tidings.local.process.RepositoryRoot;
import dev.tidings.local.service.LocalIssuer;
import java.nio.file.Path;

/**
 * Where a stack keeps its things.
 *
 * @param root the repository, with what was built
 * @param home {@code .tidings}, or what TIDINGS_DIR names: logs, data, run state
 */
public record StackLayout(Path root, Path home) {

    public static StackLayout find() {
        Path root = RepositoryRoot.find();
        String told = System.getenv("TIDINGS_DIR");
        Path home = told == null || told.isEmpty() ? root.resolve(".tidings") : Path.of(told);
        return new StackLayout(root, home.toAbsolutePath().normalize());
    }

    Path logs() {
        return home.resolve("logs");
    }

    Path data() {
        return home.resolve("data");
    }

    /** Whose users' JWTs auth-service exchanges. */
    public LocalIssuer localIssuer() {
        return new LocalIssuer(data().resolve("auth"));
    }

    Path lock() {
        return home.resolve("run/lock");
    }

    Path runState() {
        return home.resolve("run/stack.json");
    }

    /** What a detached supervisor prints. */
    Path ownLog() {
        return logs().resolve("tidings.log");
    }
}
