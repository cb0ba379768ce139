package dev.tidings.e2e.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The clock of the machine is put forward and back; those of the users' devices, and of the back ends, stay right. */
final class ClockSteps implements Drill {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Path LIBRARY = Path.of("faketime/libfaketimeMT.so.1");

    /** Between two steps. */
    private static final Duration PEACE = Duration.ofSeconds(15);

    /** Seconds by which the clock is wrong. */
    private static final List<Integer> OFFSETS = List.of(20, 0, -20, 0, 600, 0, -600, 0);

    @Override
    public String name() {
        return "clock-steps";
    }

    @Override
    public String what() {
        return "the clock of all parts is put forward and back by 20 s and by 10 min (libfaketime)";
    }

    @Override
    public Optional<String> obstacle() {
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("it needs libfaketime (on Debian: apt-get install libfaketime)");
    }

    private static Optional<Path> library() {
        if (!Files.isDirectory(LIBRARIES)) {
            return Optional.empty();
        }
        try (Stream<Path> directories = Files.list(LIBRARIES)) {
            return directories
                    .map(directory -> directory.resolve(LIBRARY))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public Map<String, String> prepare(Ground ground) throws IOException {
        set(ground, 0);
        return Map.of(
                "LD_PRELOAD",
                library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                clock(ground).toString(),
                // Looked at once a second: nobody's clock is wrong for longer than another's.
                "FAKETIME_CACHE_DURATION",
                "1",
                // What is measured by it goes on as on any machine.
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    private static Path clock(Ground ground) {
        return ground.directory().resolve("clock");
    }

    /** At once, as a whole: nobody reads half of it. */
    private static void set(Ground ground, int seconds) throws IOException {
        Path next = ground.directory().resolve("clock.next");
        Files.writeString(next, "%+d%n".formatted(seconds));
        Files.move(next, clock(ground), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void run(Ground ground) throws Exception {
        int before = 0;
        for (int offset : OFFSETS) {
            Ground.pass(PEACE);
            ground.fault(
                    "clock put by %+d s".formatted(offset - before),
                    () -> {},
                    Duration.ZERO,
                    () -> set(ground, offset));
            before = offset;
        }
        Ground.pass(PEACE);
    }
}
