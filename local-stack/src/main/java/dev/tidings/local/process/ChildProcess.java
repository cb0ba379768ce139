package dev.tidings.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One running process of the stack: its log, its end. Safe for use by several threads. */
public final class ChildProcess {

    private final Launch launch;
    private final Process process;

    private ChildProcess(Launch launch, Process process) {
        this.launch = launch;
        this.process = process;
    }

    /** Starts the process in a session of its own: a Ctrl-C at the terminal reaches us only, and we keep the order. */
    public static ChildProcess start(Launch launch) {
        try {
            Files.createDirectories(launch.directory());
            rotate(launch.log());
            List<String> command = new ArrayList<>(OwnSession.prefix());
            command.addAll(launch.command());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(launch.directory().toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(OwnSession.NO_INPUT))
                    .redirectErrorStream(true)
                    .redirectOutput(launch.log().toFile());
            builder.environment().putAll(launch.environment());
            return new ChildProcess(launch, builder.start());
        } catch (IOException e) {
            throw new StackFailure("cannot start " + launch.command().getFirst() + ": " + e.getMessage(), e);
        }
    }

    /** Runs a short helper program to its end, and fails with the end of its log unless it succeeds. */
    public static void run(Launch launch, Duration limit) throws InterruptedException {
        ChildProcess child = start(launch);
        try {
            boolean ended = child.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended || child.process.exitValue() != 0) {
                String what = ended ? "failed with exit code " + child.process.exitValue() : "did not end in " + limit;
                throw new StackFailure(
                        launch.command().getFirst() + " " + what + "; " + LogFile.reference(launch.log()));
            }
        } finally {
            child.kill();
        }
    }

    private static void rotate(Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    public long pid() {
        return process.pid();
    }

    public ProcessIdentity identity() {
        return ProcessIdentity.of(process.toHandle());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Path log() {
        return launch.log();
    }

    /** Waits for its end. 128 + the signal's number where a signal ended it. */
    int exitCode() {
        return process.onExit().join().exitValue();
    }

    /** Tells the exit code, once, on another thread. */
    void whenEnded(IntConsumer listener) {
        var _ = process.onExit().thenAccept(ended -> listener.accept(ended.exitValue()));
    }

    /** Asks the process to end, and kills it where it does not within its grace. Returns when it is gone. */
    public void stop() {
        switch (launch.stopSignal()) {
            case TERM -> process.destroy();
            case INT -> interrupt();
        }
        try {
            if (!process.waitFor(launch.grace().toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    /** SIGKILL. Returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
