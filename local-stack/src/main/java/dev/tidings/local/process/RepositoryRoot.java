package dev.tidings.local.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository is: everything that runs here was built in it. */
public final class RepositoryRoot {

    private RepositoryRoot() {}

    /** What the launcher says, else the nearest directory above the current one that has the launcher in it. */
    public static Path find() {
        String told = System.getProperty("tidings.root");
        if (told != null) {
            return Path.of(told);
        }
        Path start = Path.of("").toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isRegularFile(directory.resolve("tidings"))
                    && Files.isDirectory(directory.resolve("local-stack"))) {
                return directory;
            }
        }
        throw new StackFailure("no Tidings repository at or above " + start);
    }

    /** A file that the build makes, or a clear failure. */
    public static Path built(String relative) {
        Path file = find().resolve(relative);
        if (!Files.exists(file)) {
            throw new StackFailure(relative + " is missing: build it with ./mvnw -DskipTests package");
        }
        return file;
    }
}
