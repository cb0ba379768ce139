package dev.tidings.local.postgres;

import dev.tidings.local.process.OwnedFiles;
import dev.tidings.local.process.RepositoryRoot;
import dev.tidings.local.process.StackFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL's programs, unpacked once from the archive that the build has brought. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** The directory with {@code bin}, {@code lib} and {@code share}. Safe while other processes do the same. */
    static Path unpacked() throws IOException {
        Path directory = RepositoryRoot.built("local-stack/target/postgres");
        Path archive = archive(directory)
                .orElseThrow(() -> new StackFailure("there is no PostgreSQL for this machine in " + directory));
        // Another version of the archive has another size, and so another place.
        Path home = directory.resolve("unpacked-" + Files.size(archive));
        if (Files.exists(home)) {
            return home;
        }
        try (FileChannel lock = FileChannel.open(
                        directory.resolve("unpacking"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (held.isValid() && !Files.exists(home)) {
                Path draft = directory.resolve("unpacking.new");
                OwnedFiles.deleteTree(draft);
                TarXz.unpack(archive, draft);
                Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return home;
    }

    private static Optional<Path> archive(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".txz")).findFirst();
        }
    }
}
