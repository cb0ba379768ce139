package dev.tidings.local.process;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that can be recognized later. A pid alone may have been given to another process since; with its start time
 * it can't be mistaken.
 *
 * @param startedAt milliseconds since 1970, as the operating system says; 0 where it does not
 */
public record ProcessIdentity(long pid, long startedAt) {

    public static ProcessIdentity of(ProcessHandle handle) {
        return new ProcessIdentity(handle.pid(), startOf(handle));
    }

    /** The process, if it still runs and is the same one. */
    public Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> startedAt != 0 && startOf(handle) == startedAt);
    }

    /** SIGKILL, if it is still the same process; waits for its end. */
    public boolean kill() {
        Optional<ProcessHandle> handle = running();
        handle.ifPresent(running -> {
            running.destroyForcibly();
            awaitEnd(5);
        });
        return handle.isPresent();
    }

    /** Whether the process is gone, at the latest after so many seconds. */
    public boolean awaitEnd(int seconds) {
        try {
            Optional<ProcessHandle> handle = running();
            if (handle.isPresent()) {
                handle.get().onExit().get(seconds, TimeUnit.SECONDS);
            }
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return running().isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return running().isEmpty();
        }
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
