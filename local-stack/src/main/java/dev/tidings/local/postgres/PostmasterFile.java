package dev.tidings.local.postgres;

import dev.tidings.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The file in which a running server says who it is: line 1 its pid, line 8 its state. */
final class PostmasterFile {

    private static final int PID = 0;
    private static final int STATE = 7;

    private PostmasterFile() {}

    static boolean saysReady(Path data, long pid) {
        List<String> lines = lines(data);
        return lines.size() > STATE
                && lines.get(PID).strip().equals(Long.toString(pid))
                && lines.get(STATE).strip().equals("ready");
    }

    /**
     * Called where no server of ours should run in the directory. After a SIGKILL the file names a pid that may by now
     * be anybody's, and the server would refuse to start for its sake; or a server has outlived who started it.
     */
    static void endSurvivor(Path data) throws IOException, InterruptedException {
        Optional<ProcessIdentity> survivor = survivor(data).map(ProcessIdentity::of);
        if (survivor.isPresent()) {
            survivor.get().kill();
            survivor.get().awaitEnd(Duration.ofSeconds(5));
        }
        Files.deleteIfExists(file(data));
    }

    private static Optional<ProcessHandle> survivor(Path data) {
        List<String> lines = lines(data);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(handle -> handle.info()
                        .arguments()
                        .map(List::of)
                        .filter(arguments -> arguments.contains(data.toString()))
                        .isPresent());
    }

    private static List<String> lines(Path data) {
        try {
            return Files.readAllLines(file(data));
        } catch (IOException _) {
            return List.of();
        }
    }

    private static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }
}
