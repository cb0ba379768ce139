package dev.tidings.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that can be recognized later. A pid alone may have been given to another process since; with its start time
 * it can't be mistaken.
 *
 * @param startedAt milliseconds since 1970, as the operating system says; 0 where it does not
 */
public record ProcessIdentity(long pid, long startedAt) {

    private static final Duration POLL = Duration.ofMillis(20);

    public static ProcessIdentity of(ProcessHandle handle) {
        return new ProcessIdentity(handle.pid(), startOf(handle));
    }

    /** The process, if it still runs and is the same one. */
    public Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid)
                .filter(handle -> startedAt != 0 && startOf(handle) == startedAt)
                .filter(ProcessHandle::isAlive)
                .filter(_ -> !isZombie());
    }

    /** Sends SIGKILL, if it is still the same process. */
    public void kill() {
        running().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Whether the process is gone, at the latest after so long. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (running().isPresent()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    /** Dead, but not collected by its parent: in many containers nobody collects orphans. */
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith(" Z ", stat.lastIndexOf(')') + 1);
        } catch (IOException _) {
            return false;
        }
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
