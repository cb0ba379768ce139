package dev.tidings.e2e.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kafka's disk is slow, then PostgreSQL's: each write and each sync takes longer, by strace, which holds the call back. Being
 * traced makes the process itself slower too.
 */
final class SlowDisk implements Drill {

    private static final Duration SLOW = Duration.ofSeconds(30);
    private static final Duration DELAY = Duration.ofMillis(50);

    @Override
    public String name() {
        return "slow-disk";
    }

    @Override
    public String what() {
        return "each write to the disk of Kafka, then of PostgreSQL takes %d ms longer, for %d s (strace)"
                .formatted(DELAY.toMillis(), SLOW.toSeconds());
    }

    @Override
    public Optional<String> obstacle() {
        boolean isThere = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "strace")));
        return isThere ? Optional.empty() : Optional.of("it needs strace (on Debian: apt-get install strace)");
    }

    @Override
    public void run(Ground ground) throws Exception {
        // Java writes to sockets by the same calls: only the log's own files are meant.
        slow(ground, "kafka", "write,writev,pwrite64,pwritev,fsync,fdatasync", segments(ground));
        slow(ground, "postgres", "pwrite64,pwritev,fsync,fdatasync", List.of());
    }

    private static List<Path> segments(Ground ground) throws IOException {
        try (Stream<Path> files = Files.walk(ground.directory().resolve("data/kafka/data"))) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    /** Only those files, or all where none are named. */
    private static void slow(Ground ground, String part, String calls, List<Path> only) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("strace", "-f", "-qqq", "-o", "/dev/null", "-e", "trace=" + calls));
        command.addAll(List.of("-e", "inject=" + calls + ":delay_enter=" + DELAY.toMillis() * 1000));
        only.forEach(file -> command.addAll(List.of("-P", file.toString())));
        ground.stack().processes(part).forEach(process -> command.addAll(List.of("-p", Long.toString(process.pid()))));
        Path log = ground.directory().resolve("strace-" + part + ".log");
        Process[] strace = new Process[1];
        ground.fault(
                part + "'s disk slow",
                () -> strace[0] = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                SLOW,
                () -> {
                    if (!strace[0].isAlive()) {
                        throw new IOException("strace ended by itself: " + Files.readString(log));
                    }
                    strace[0].destroy();
                    strace[0].waitFor();
                });
    }
}
