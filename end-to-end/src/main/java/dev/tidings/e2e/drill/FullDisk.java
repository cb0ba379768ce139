package dev.tidings.e2e.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kafka's disk is full, then PostgreSQL's: each has a small file system of its own, which something else fills up. */
final class FullDisk implements Drill {

    private static final Duration FULL = Duration.ofSeconds(20);
    private static final List<String> PARTS = List.of("kafka", "postgres");
    private static final String SIZE = "size=512m";
    private static final String BALLAST = "ballast";

    @Override
    public String name() {
        return "full-disk";
    }

    @Override
    public String what() {
        return "the disk of Kafka, then that of PostgreSQL has no byte left for %d s (a tmpfs, filled up)"
                .formatted(FULL.toSeconds());
    }

    @Override
    public Optional<String> obstacle() {
        return isRoot()
                ? Optional.empty()
                : Optional.of("it mounts small file systems, for which it has to be root on Linux");
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public Map<String, String> prepare(Ground ground) throws Exception {
        for (String part : PARTS) {
            Path disk = Files.createDirectories(disk(ground, part));
            Shell.run("mount", "-t", "tmpfs", "-o", SIZE, "tidings-drill", disk.toString());
        }
        return Map.of();
    }

    private static Path disk(Ground ground, String part) {
        return ground.directory().resolve("data").resolve(part);
    }

    @Override
    public void run(Ground ground) throws Exception {
        for (String part : PARTS) {
            Path ballast = disk(ground, part).resolve(BALLAST);
            ground.fault(part + "'s disk full", () -> fill(ballast), FULL, () -> {
                Files.delete(ballast);
                boolean died = !ground.stack().isReady(part);
                ground.note(
                        "With its disk full, " + part + (died ? " ended and was started again" : " went on running"));
                if (died) {
                    ground.tidings("start", part);
                }
            });
        }
    }

    private static void fill(Path ballast) throws IOException {
        byte[] zeros = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            // To the last page: then less and less of it fits.
            for (int length = zeros.length; length > 0; length /= 2) {
                while (fits(out, zeros, length)) {}
            }
        }
    }

    private static boolean fits(OutputStream out, byte[] zeros, int length) {
        try {
            out.write(zeros, 0, length);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void clear(Ground ground) throws Exception {
        for (String part : PARTS) {
            if (Files.exists(disk(ground, part))
                    && Files.getFileStore(disk(ground, part)).type().equals("tmpfs")) {
                Shell.run("umount", disk(ground, part).toString());
            }
        }
    }
}
