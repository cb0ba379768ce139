package dev.tidings.e2e.drill;

import dev.tidings.e2e.RunningStack;
import dev.tidings.e2e.load.Load;
import dev.tidings.local.process.Ports;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Where a drill takes place: a system under load, and a clock. Confined to the drill's thread. */
final class Ground {

    static final int EDGES = 2;

    /** Above its front door's port a stack takes what its parts need, and a drill what it puts between them. */
    private static final int SPAN = 64;

    /**
     * What was done, and how long it took until everything worked again.
     *
     * @param at since the drill's beginning
     * @param away how long it lasted, until the moment when its end was begun
     */
    record Fault(Duration at, String what, Duration away, Recovery recovery) {}

    /** Something that may fail. */
    interface Act {
        void done() throws Exception;
    }

    private final Drill drill;
    private final Path directory;
    private final int port = Ports.free(SPAN);
    private final Random random;
    private final Duration time;
    private final PrintStream out;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Optional<RunningStack> stack = Optional.empty();
    private Optional<Load> load = Optional.empty();
    private Optional<Probe> probe = Optional.empty();
    private int reachedAt = port;
    private long began;
    private Duration took = Duration.ZERO;

    Ground(Drill drill, Path directory, Random random, Duration time, PrintStream out) {
        this.drill = drill;
        this.directory = directory;
        this.random = random;
        this.time = time;
        this.out = out;
    }

    void up(Map<String, String> settings) {
        stack = Optional.of(RunningStack.up(directory, port, EDGES, settings));
    }

    void begin(Load working, Probe trying) {
        load = Optional.of(working);
        probe = Optional.of(trying);
        began = System.nanoTime();
    }

    void end() {
        took = sinceBegin();
    }

    /** From the first load to its end. */
    Duration took() {
        return took;
    }

    /** Leaves nothing behind but files; however far it came, and however often it is called. */
    synchronized void leave() {
        stack.ifPresent(RunningStack::down);
        stack = Optional.empty();
        try {
            drill.clear(this);
        } catch (Exception e) {
            out.println("Left behind: " + e.getMessage());
        }
    }

    /** Of the stack: its data is below. */
    Path directory() {
        return directory;
    }

    /** Of the front door. */
    int port() {
        return port;
    }

    /** Users reach the system there, if not at its front door. */
    void reachedAt(int another) {
        reachedAt = another;
    }

    String url() {
        return "http://localhost:" + reachedAt;
    }

    Random random() {
        return random;
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    boolean isOver() {
        return sinceBegin().compareTo(time) >= 0;
    }

    Duration sinceBegin() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    RunningStack stack() {
        return stack.orElseThrow();
    }

    void tidings(String... command) {
        stack().tidings(command);
    }

    /** For the report. */
    void note(String what) {
        notes.add(what);
    }

    /**
     * Does something, lets it last, ends it, and waits until everything works again. Some users are left alone with what
     * became of theirs: nothing later hides it.
     */
    void fault(String what, Act begin, Duration lasting, Act end) throws Exception {
        load.orElseThrow().addUsers(2);
        Duration at = sinceBegin();
        long start = System.nanoTime();
        begin.done();
        pass(lasting);
        Duration away = Duration.ofNanos(System.nanoTime() - start);
        Recovery recovery = probe.orElseThrow().after(end);
        Fault fault = new Fault(at, what, away, recovery);
        faults.add(fault);
        out.printf("  %4d s  %s: away %s, back %s%n", at.toSeconds(), what, Report.seconds(away), recovery.line());
    }

    static void pass(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(TimeUnit.NANOSECONDS.toMillis(most.toNanos())));
    }
}
