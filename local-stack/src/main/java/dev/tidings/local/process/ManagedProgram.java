package dev.tidings.local.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One program over its lives: started, ready, stopped or dead, started again. Safe for use by several threads; a stop
 * during a start makes the start fail.
 */
public final class ManagedProgram {

    private static final Duration POLL = Duration.ofMillis(100);

    /** Told what happens to the program, on the thread where it happens. */
    public interface Listener {

        /** A process was started for it. */
        default void spawned() {}

        /** It can be used. */
        default void ready() {}

        /** It ended without having been asked to, after it was ready. */
        default void died(int exitCode) {}
    }

    private final Program program;
    private final Listener listener;

    // All below is guarded by this object's monitor, which is never held while waiting.
    private ProgramState state = ProgramState.DOWN;
    private Optional<ChildProcess> child = Optional.empty();
    private boolean stopRequested;

    public ManagedProgram(Program program, Listener listener) {
        this.program = program;
        this.listener = listener;
    }

    public Program program() {
        return program;
    }

    public synchronized ProgramState state() {
        return state;
    }

    /** The process that runs now. */
    public synchronized Optional<ChildProcess> child() {
        return child.filter(ChildProcess::isAlive);
    }

    /** Starts it and returns when it is ready, or fails and leaves nothing running. */
    public void start() throws InterruptedException {
        synchronized (this) {
            if (state != ProgramState.DOWN || child().isPresent()) {
                throw new StackFailure(program.name() + " is running already");
            }
            state = ProgramState.STARTING;
            stopRequested = false;
        }
        try {
            ChildProcess started = spawn(program.prepare());
            listener.spawned();
            awaitReady(started);
            program.complete();
            enterReady(started);
            listener.ready();
        } catch (IOException e) {
            throw new StackFailure(program.name() + " can't be started: " + e.getMessage(), e);
        } finally {
            abandonUnlessReady();
        }
    }

    private synchronized ChildProcess spawn(Launch launch) {
        if (stopRequested) {
            throw stopped();
        }
        ChildProcess started = ChildProcess.start(launch);
        child = Optional.of(started);
        return started;
    }

    private void awaitReady(ChildProcess started) throws InterruptedException {
        Duration limit = program.startLimit();
        long deadline = System.nanoTime() + limit.toNanos();
        while (!program.isReady(started)) {
            if (!started.isAlive()) {
                throw isStopRequested() ? stopped() : diedWhileStarting(started);
            }
            if (System.nanoTime() > deadline) {
                throw new StackFailure("%s was not ready within %d s; %s"
                        .formatted(program.name(), limit.toSeconds(), LogFile.reference(started.log())));
            }
            Thread.sleep(POLL);
        }
    }

    private synchronized boolean isStopRequested() {
        return stopRequested;
    }

    private synchronized void enterReady(ChildProcess started) {
        if (stopRequested) {
            throw stopped();
        }
        if (!started.isAlive()) {
            throw diedWhileStarting(started);
        }
        state = ProgramState.READY;
        notifyAll();
        started.whenEnded(exitCode -> ended(started, exitCode));
    }

    private void ended(ChildProcess process, int exitCode) {
        synchronized (this) {
            if (child.filter(current -> current == process).isEmpty() || stopRequested) {
                return;
            }
            state = ProgramState.DOWN;
        }
        listener.died(exitCode);
    }

    private void abandonUnlessReady() {
        Optional<ChildProcess> abandoned;
        synchronized (this) {
            if (state == ProgramState.READY) {
                return;
            }
            abandoned = child;
            stopRequested = true;
        }
        abandoned.ifPresent(ChildProcess::kill);
        synchronized (this) {
            state = ProgramState.DOWN;
            notifyAll();
        }
    }

    /** Ends it, cleanly where it can; returns when it is gone. Does nothing where nothing runs. */
    public void stop() {
        end(ChildProcess::stop);
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        end(ChildProcess::kill);
    }

    private void end(Consumer<ChildProcess> how) {
        Optional<ChildProcess> running;
        synchronized (this) {
            stopRequested = true;
            running = child();
            // From now on nobody is sent there. While it starts, the starting thread marks the end.
            if (state == ProgramState.READY) {
                state = ProgramState.DOWN;
            }
        }
        running.ifPresent(how);
        awaitEndOfStart();
    }

    /** A start that is cut short may still be at work for the program: nothing is to be left running after a stop. */
    private synchronized void awaitEndOfStart() {
        boolean interrupted = false;
        while (state == ProgramState.STARTING) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private StackFailure stopped() {
        return new StackFailure(program.name() + " was stopped while it started");
    }

    private StackFailure diedWhileStarting(ChildProcess started) {
        return new StackFailure("%s ended while it started (exit code %d); %s"
                .formatted(program.name(), started.exitCode(), LogFile.reference(started.log())));
    }
}
