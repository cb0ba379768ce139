package dev.tidings.local.supervisor;

import dev.tidings.local.frontdoor.FrontDoor;
import dev.tidings.local.process.ManagedProgram;
import dev.tidings.local.process.OwnedFiles;
import dev.tidings.local.process.ProcessIdentity;
import dev.tidings.local.process.Program;
import dev.tidings.local.process.StackFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;

/**
 * The process behind {@code tidings up}: starts the stack, keeps the front door, obeys commands, and leaves nothing
 * running when it ends.
 */
public final class Supervisor implements ControlServer.Commands {

    /** How the line begins that says that all is ready. */
    static final String UP = "Tidings is up: ";

    private final StackLayout layout;
    private final UpOptions options;
    private final PrintStream out;
    private final long began = System.nanoTime();
    private final String secret = randomSecret();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Stack stack;
    private FrontDoor frontDoor;
    private ControlServer control;

    private volatile boolean isUp;
    private volatile boolean isDown;
    /** Held while the state file is written or deleted. Not this object's monitor: that is held while all is stopped. */
    private final Object stateFile = new Object();

    public Supervisor(StackLayout layout, UpOptions options, PrintStream out) {
        this.layout = layout;
        this.options = options;
        this.out = out;
    }

    /** Runs the stack until it is told to end, by {@code down} or by a signal. */
    public void run() throws IOException, InterruptedException {
        Preflight.check(layout);
        try (StackLock _ = StackLock.tryAcquire(layout.lock()).orElseThrow(() -> runsAlready(layout))) {
            int leftovers = Leftovers.end(layout.runState());
            if (leftovers > 0) {
                out.println("Ended " + leftovers + " processes that an earlier run left behind");
            }
            if (options.fresh()) {
                OwnedFiles.deleteTree(layout.data());
            }
            Files.createDirectories(layout.logs());
            open();
            // A signal ends the main thread's wait by ending the JVM: this is where the order is kept then.
            Runtime.getRuntime().addShutdownHook(new Thread(this::down, "down"));
            try {
                startAll();
                ended.await();
            } finally {
                down();
            }
        }
    }

    private void startAll() {
        out.println("Starting Tidings; logs are in " + layout.logs());
        try {
            stack.startAll();
            isUp = true;
            out.println(UP + url());
        } catch (StackFailure e) {
            // Told to end while it started: that is no failure.
            if (!isDown) {
                throw e;
            }
        }
    }

    private void open() throws IOException {
        PortPlan ports = PortPlan.beside(options.port(), options.edges());
        stack = StackPlan.stack(layout, ports, this::listener);
        frontDoor = FrontDoor.open(options.port(), new StackBackends(stack, this::status));
        control = new ControlServer(secret, this);
        save();
    }

    private ManagedProgram.Listener listener(Program program) {
        return new ManagedProgram.Listener() {
            @Override
            public void spawned() {
                save();
            }

            @Override
            public void ready() {
                double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
                String elapsed = isUp ? "again" : "%5.1f s".formatted(seconds);
                out.printf("  %s  %s is ready%n", elapsed, program.name());
            }

            @Override
            public void died(int exitCode) {
                out.printf(
                        "%s ended by itself (exit code %d); its log: %s%n",
                        program.name(), exitCode, layout.logs().resolve(program.name() + ".log"));
                save();
            }
        };
    }

    /** So that a later command finds us, or cleans up after us. */
    private void save() {
        synchronized (stateFile) {
            if (!isDown) {
                ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());
                new RunState(self, control.address(), secret, url(), stack.children()).write(layout.runState());
            }
        }
    }

    private String url() {
        return "http://localhost:" + options.port();
    }

    static StackFailure runsAlready(StackLayout layout) {
        String where = RunState.read(layout.runState()).map(RunState::url).orElse("still starting");
        return new StackFailure("Tidings is running already (" + where + "); ./tidings down ends it");
    }

    @Override
    public StackStatus status() {
        return new StackStatus(url(), stack.status());
    }

    @Override
    public void stop(String name) {
        stack.named(name).stop();
    }

    @Override
    public void kill(String name) {
        stack.named(name).kill();
    }

    @Override
    public void start(String name) throws InterruptedException {
        stack.named(name).start();
    }

    /** The first caller ends all, others wait for that. */
    @Override
    public synchronized void down() {
        if (isDown) {
            return;
        }
        isDown = true;
        out.println("Stopping");
        frontDoor.close();
        stack.stopAll();
        try {
            synchronized (stateFile) {
                Files.deleteIfExists(layout.runState());
            }
        } catch (IOException e) {
            out.println("cannot delete " + layout.runState() + ": " + e.getMessage());
        }
        ended.countDown();
    }

    private static String randomSecret() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
