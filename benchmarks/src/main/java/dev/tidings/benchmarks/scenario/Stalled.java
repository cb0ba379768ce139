package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.BenchmarkEvent;
import dev.tidings.benchmarks.load.Client;
import dev.tidings.benchmarks.load.Clock;
import dev.tidings.benchmarks.load.Fleet;
import dev.tidings.benchmarks.load.Tally;
import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.LogSource;
import dev.tidings.benchmarks.rig.MeasuredProcess;
import dev.tidings.benchmarks.rig.Rig;
import dev.tidings.benchmarks.rig.Server;
import dev.tidings.benchmarks.rig.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Events to all, while some don't read: turns in which everyone does and turns in which some don't, in alternation; what the
 * others feel of it, what the edge takes, and whether those who stalled get everything once they read again.
 */
@Command(name = "stalled", description = "What readers feel of sockets that don't read.")
public final class Stalled implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int AT_ONCE = 64;
    /** So that a socket is full soon. */
    private static final int SMALL_BUFFER = 8 * 1024;

    private static final long MEGABYTE = 1024 * 1024;

    @Option(names = "--sockets", defaultValue = "2000", description = "all (${DEFAULT-VALUE})")
    private int sockets;

    @Option(names = "--percent", defaultValue = "10", description = "of them stall (${DEFAULT-VALUE})")
    private int percent;

    @Option(names = "--bytes", defaultValue = "1000", description = "an event's size (${DEFAULT-VALUE})")
    private int bytes;

    @Option(names = "--batch", defaultValue = "5", description = "events published in one go (${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--rate", defaultValue = "40", description = "events a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "20", description = "a turn's length (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--turns", defaultValue = "2", description = "of each kind (${DEFAULT-VALUE})")
    private int turns;

    @Mixin
    private ServerOptions server;

    private long sequence;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("sockets", sockets);
        options.put("percent", percent);
        options.put("bytes", bytes);
        options.put("batch", batch);
        options.put("events/s", rate);
        options.put("seconds", seconds);
        options.put("turns", turns);
        options.put("edge", server.flags());
        Report report = new Report("stalled", options);
        try (Rig rig = Rig.start();
                Fleet fleet = new Fleet();
                Server edge = rig.edge("edge", server);
                LogSource log = rig.log()) {
            int stalling = sockets * percent / 100;
            List<Client> reading = rig.clients(fleet, "reads-", sockets - stalling);
            List<Client> stalled = rig.clients(fleet, "stalls-", stalling);
            fleet.open(edge.address(), reading, AT_ONCE);
            fleet.receiveBuffers(SMALL_BUFFER);
            fleet.open(edge.address(), stalled, AT_ONCE);
            BenchmarkEvent event = new BenchmarkEvent(bytes);
            // Once for the compilers.
            publish(log, event);
            fleet.awaitReceived((long) events() * sockets, LIMIT);

            Tally without = new Tally();
            Tally with = new Tally();
            Tally after = new Tally();
            long without90 = 0;
            Kept kept = new Kept();
            for (int turn = 0; turn < turns; turn++) {
                without.add(turn(fleet, edge, log, event, sockets, kept));
                without90 = kept.resident;
                fleet.read(stalled, false);
                with.add(turn(fleet, edge, log, event, reading.size(), kept));
                fleet.read(stalled, true);
                fleet.awaitReceived((long) events() * sockets - kept.received, LIMIT);
                after.add(fleet.takeTally());
            }
            long all = (long) events() * sockets * turns;
            column(report, "all read", without, without90, 0);
            column(report, percent + " % stalled", with, kept.resident, 0);
            column(
                    report,
                    "once they read",
                    after,
                    edge.process().residentBytes(),
                    all - with.received() - after.received());
            report.put("stalled / all read", "p99, ms", ratio(with, without));
        }
        report.publish(System.out);
        return 0;
    }

    /** What a turn left behind. */
    private static final class Kept {
        long resident;
        long received;
    }

    private int events() {
        return rate * seconds;
    }

    private Tally turn(Fleet fleet, Server edge, LogSource log, BenchmarkEvent event, int readers, Kept kept)
            throws InterruptedException {
        fleet.takeTally();
        publish(log, event);
        fleet.awaitReceived((long) events() * readers, LIMIT);
        MeasuredProcess process = edge.process();
        kept.resident = process.residentBytes();
        Tally tally = fleet.takeTally();
        kept.received = tally.received();
        return tally;
    }

    private void publish(LogSource log, BenchmarkEvent event) throws InterruptedException {
        long start = Clock.micros();
        for (int i = 0; i < events(); i += batch) {
            long at = start + i * 1_000_000L / rate;
            Clock.sleepUntil(at);
            List<byte[]> encoded = new ArrayList<>(batch);
            for (int j = 0; j < batch; j++) {
                encoded.add(event.encode(sequence, at));
                sequence++;
            }
            log.toEveryone(encoded);
        }
    }

    private static void column(Report report, String column, Tally tally, long resident, long lost) {
        Latencies.put(report, column, tally.latency());
        report.put(column, "received", tally.received());
        report.put(column, "never received", lost);
        report.put(column, "gaps", tally.gaps());
        report.put(column, "repeats", tally.repeats());
        report.put(column, "out of order", tally.disordered());
        report.put(column, "edge resident, MB", resident / MEGABYTE);
    }

    private static double ratio(Tally with, Tally without) {
        return (double) with.latency().getValueAtPercentile(99)
                / without.latency().getValueAtPercentile(99);
    }
}
