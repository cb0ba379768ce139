package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.BenchmarkEvent;
import dev.tidings.benchmarks.load.Clock;
import dev.tidings.benchmarks.load.Fleet;
import dev.tidings.benchmarks.load.Tally;
import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.EventSource;
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
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * One event to all: the edge, fed by the log, beside the bare server, fed directly. Both are up at once and take turns, so
 * that whatever else the machine does hits both.
 */
@Command(name = "fanout", description = "Deliveries a second and a CPU-second, beside a bare Netty server.")
public final class Fanout implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int AT_ONCE = 64;

    @Option(names = "--sockets", defaultValue = "4000", description = "how many (${DEFAULT-VALUE})")
    private int sockets;

    @Option(names = "--bytes", defaultValue = "250", description = "an event's size (${DEFAULT-VALUE})")
    private int bytes;

    @Option(names = "--batch", defaultValue = "10", description = "events published in one go (${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--rate", defaultValue = "50", description = "events a second where paced (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "6", description = "a paced turn's length (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--events", defaultValue = "1000", description = "of a turn at full speed (${DEFAULT-VALUE})")
    private int events;

    @Option(names = "--window", defaultValue = "4", description = "batches under way at full speed (${DEFAULT-VALUE})")
    private int window;

    @Option(names = "--turns", defaultValue = "3", description = "of each server, each way (${DEFAULT-VALUE})")
    private int turns;

    @Mixin
    private ServerOptions server;

    /** One of the two, and what it came to so far. */
    private final class Side {
        final String name;
        final Server server;
        final EventSource source;
        final List<MeasuredProcess> ours;
        final BenchmarkEvent event = new BenchmarkEvent(bytes);
        final Tally all = new Tally();
        final Phase paced = new Phase();
        final Phase full = new Phase();
        long sequence;

        Side(String name, Server server, EventSource source, List<MeasuredProcess> ours) {
            this.name = name;
            this.server = server;
            this.source = source;
            this.ours = ours;
        }

        void publishBatch(long atMicros) {
            List<byte[]> encoded = new ArrayList<>(batch);
            for (int i = 0; i < batch; i++) {
                encoded.add(event.encode(sequence, atMicros));
                sequence++;
            }
            source.toEveryone(encoded);
        }
    }

    /** The sum of its turns. */
    private static final class Phase {
        Watch.Taken taken = Watch.Taken.NOTHING;
        long deliveries;
        final Histogram micros = new Histogram(LIMIT.toNanos() / 1_000 * 10, 3);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("sockets", sockets);
        options.put("bytes", bytes);
        options.put("batch", batch);
        options.put("paced events/s", rate);
        options.put("window", window);
        options.put("turns", turns);
        options.put("servers", server.flags());
        Report report = new Report("fanout", options);
        try (Rig rig = Rig.start();
                Fleet fleet = new Fleet();
                Server edge = rig.edge("edge", server);
                Rig.Bare bare = rig.bare(server);
                LogSource log = rig.log()) {
            report.say("connecting");
            fleet.open(edge.address(), rig.clients(fleet, "edge-", sockets), AT_ONCE);
            fleet.open(bare.server().address(), rig.clients(fleet, "bare-", sockets), AT_ONCE);
            List<MeasuredProcess> ours =
                    List.of(edge.process(), bare.server().process(), rig.kafkaProcess(), MeasuredProcess.self());
            List<Side> sides =
                    List.of(new Side("edge", edge, log, ours), new Side("bare", bare.server(), bare.source(), ours));
            report.say("warming up");
            for (Side side : sides) {
                atFullSpeed(fleet, side, new Phase());
                paced(fleet, side, new Phase());
            }
            for (int turn = 0; turn < turns; turn++) {
                report.say("turn " + (turn + 1));
                for (Side side : sides) {
                    atFullSpeed(fleet, side, side.full);
                }
                for (Side side : sides) {
                    paced(fleet, side, side.paced);
                }
            }
            for (Side side : sides) {
                figures(report, side);
            }
            ratio(report, sides.get(0), sides.get(1));
        }
        report.publish(System.out);
        return 0;
    }

    /** As fast as it goes with so many batches under way: the next one is published when the oldest has arrived everywhere. */
    private void atFullSpeed(Fleet fleet, Side side, Phase phase) throws InterruptedException {
        begin(fleet, side);
        Watch watch = Watch.start(side.server.process(), side.ours);
        int batches = events / batch;
        for (int i = 0; i < batches; i++) {
            await(fleet, side, (long) (i - window + 1) * batch * sockets);
            side.publishBatch(Clock.micros());
        }
        await(fleet, side, (long) batches * batch * sockets);
        end(fleet, side, phase, watch);
    }

    /** At a given rate, whatever comes of it. */
    private void paced(Fleet fleet, Side side, Phase phase) throws InterruptedException {
        begin(fleet, side);
        Watch watch = Watch.start(side.server.process(), side.ours);
        int batches = rate * seconds / batch;
        long every = 1_000_000L * batch / rate;
        long start = Clock.micros();
        for (int i = 0; i < batches; i++) {
            long at = start + i * every;
            Clock.sleepUntil(at);
            side.publishBatch(at);
        }
        await(fleet, side, (long) batches * batch * sockets);
        end(fleet, side, phase, watch);
    }

    private static void begin(Fleet fleet, Side side) throws InterruptedException {
        side.all.add(fleet.takeTally());
    }

    private static void await(Fleet fleet, Side side, long deliveries) throws InterruptedException {
        if (!fleet.awaitReceived(deliveries, LIMIT)) {
            throw new IllegalStateException(
                    side.name + ": " + fleet.received() + " of " + deliveries + " deliveries in " + LIMIT);
        }
    }

    private static void end(Fleet fleet, Side side, Phase phase, Watch watch) throws InterruptedException {
        Watch.Taken taken = watch.stop();
        Tally tally = fleet.takeTally();
        phase.taken = phase.taken.plus(taken);
        phase.deliveries += tally.received();
        phase.micros.add(tally.latency());
        side.all.add(tally);
    }

    private static void figures(Report report, Side side) {
        phase(report, side.name, "full speed: ", side.full);
        phase(report, side.name, "paced: ", side.paced);
        report.put(side.name, "gaps", side.all.gaps());
        report.put(side.name, "repeats", side.all.repeats());
        report.put(side.name, "out of order", side.all.disordered());
    }

    private static void phase(Report report, String column, String prefix, Phase phase) {
        report.put(column, prefix + "deliveries/s", phase.deliveries / Watch.seconds(phase.taken.wall()));
        report.put(column, prefix + "deliveries a CPU-second", perCpuSecond(phase));
        report.put(column, prefix + "p50, ms", phase.micros.getValueAtPercentile(50) / 1e3);
        report.put(column, prefix + "p99, ms", phase.micros.getValueAtPercentile(99) / 1e3);
        report.put(column, prefix + "max, ms", phase.micros.getMaxValue() / 1e3);
        phase.taken.cpuByThread().forEach((name, time) -> {
            if (time.isPositive()) {
                report.put(column, prefix + "CPU s: " + name, Watch.seconds(time));
            }
        });
        report.put(column, prefix + "cores busy with other work", phase.taken.foreignCores());
    }

    private static double perCpuSecond(Phase phase) {
        return phase.deliveries / Watch.seconds(phase.taken.cpu());
    }

    private static void ratio(Report report, Side edge, Side bare) {
        String column = "edge / bare";
        report.put(
                column,
                "full speed: deliveries/s",
                (edge.full.deliveries / Watch.seconds(edge.full.taken.wall()))
                        / (bare.full.deliveries / Watch.seconds(bare.full.taken.wall())));
        report.put(column, "full speed: deliveries a CPU-second", perCpuSecond(edge.full) / perCpuSecond(bare.full));
        report.put(column, "paced: deliveries a CPU-second", perCpuSecond(edge.paced) / perCpuSecond(bare.paced));
    }
}
