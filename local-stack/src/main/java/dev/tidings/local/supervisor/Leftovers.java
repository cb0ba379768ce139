package dev.tidings.local.supervisor;

import dev.tidings.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Processes of a supervisor that was killed before it could end them. Called by who holds the lock. */
final class Leftovers {

    private Leftovers() {}

    /** Ends them, and says how many there were. Never a process that merely got an old one's id. */
    static int end(Path runState) throws IOException, InterruptedException {
        Optional<RunState> stale = RunState.read(runState);
        List<ProcessIdentity> running = stale.map(RunState::children).orElse(List.of()).stream()
                .filter(process -> process.running().isPresent())
                .toList();
        running.forEach(ProcessIdentity::kill);
        for (ProcessIdentity process : running) {
            process.awaitEnd(Duration.ofSeconds(5));
        }
        Files.deleteIfExists(runState);
        return running.size();
    }
}
