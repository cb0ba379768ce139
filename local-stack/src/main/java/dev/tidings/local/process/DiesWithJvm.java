package dev.tidings.local.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A program that a test uses: it ends with this JVM, however that ends. A shutdown hook sees to it; after a SIGKILL, which
 * runs none, a guard does: a shell that waits for the end of a pipe that this JVM holds.
 *
 * <p>Not for use by several threads at once, but for {@link #close()}.
 */
public final class DiesWithJvm implements AutoCloseable {

    /** Kills what it guards when its standard input ends. It is killed itself when there is nothing to guard. */
    private static final String GUARD = "read -r _; kill -9 \"$1\" 2>/dev/null";

    private static final Set<DiesWithJvm> LIVING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVING.forEach(DiesWithJvm::close), "end-programs"));
    }

    private final ManagedProgram program;
    private Process guard;

    public DiesWithJvm(Program program) {
        this.program = new ManagedProgram(program, new ManagedProgram.Listener() {
            @Override
            public void spawned() {
                putUnderGuard();
            }
        });
    }

    public void start() throws InterruptedException {
        LIVING.add(this);
        program.start();
    }

    private void putUnderGuard() {
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.addAll(List.of("sh", "-c", GUARD, "guard", Long.toString(pid())));
        try {
            guard = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new StackFailure("cannot start a shell: " + e.getMessage(), e);
        }
    }

    public long pid() {
        return program.child().map(ChildProcess::pid).orElseThrow();
    }

    public void kill() {
        program.kill();
        dismissGuard();
    }

    public void stop() {
        program.stop();
        dismissGuard();
    }

    private void dismissGuard() {
        if (guard != null) {
            guard.destroyForcibly();
        }
    }

    /** A clean end. */
    @Override
    public void close() {
        stop();
        LIVING.remove(this);
    }
}
