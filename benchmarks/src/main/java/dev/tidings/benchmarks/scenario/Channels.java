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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Many channels with a few subscribers each, as rooms and documents are: an event reaches some, among thousands. */
@Command(name = "channels", description = "Events on many channels with a few subscribers each.")
public final class Channels implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 64;

    @Option(names = "--channels", defaultValue = "1000", description = "how many (${DEFAULT-VALUE})")
    private int channels;

    @Option(names = "--subscribers", defaultValue = "4", description = "of each channel (${DEFAULT-VALUE})")
    private int subscribers;

    @Option(names = "--bytes", defaultValue = "250", description = "an event's size (${DEFAULT-VALUE})")
    private int bytes;

    @Option(
            names = "--rate",
            split = ",",
            defaultValue = "1000,5000,10000",
            description = "events a second, one turn for each (${DEFAULT-VALUE})")
    private List<Integer> rates;

    @Option(names = "--seconds", defaultValue = "15", description = "a turn's length (${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("channels", channels);
        options.put("subscribers", subscribers);
        options.put("bytes", bytes);
        options.put("seconds", seconds);
        options.put("edge", server.flags());
        Report report = new Report("channels", options);
        try (Rig rig = Rig.start();
                Fleet fleet = new Fleet();
                Server edge = rig.edge("edge", server);
                LogSource log = rig.log()) {
            List<Client> clients = rig.clients(fleet, "user-", channels * subscribers);
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).askFor("public:" + name(i % channels));
            }
            fleet.open(edge.address(), clients, AT_ONCE);
            List<MeasuredProcess> ours = List.of(edge.process(), rig.kafkaProcess(), MeasuredProcess.self());
            long[] sequences = new long[channels];
            // Once for the compilers.
            turn(fleet, log, sequences, rates.getLast());
            for (int rate : rates) {
                fleet.takeTally();
                Watch watch = Watch.start(edge.process(), ours);
                long due = turn(fleet, log, sequences, rate);
                Watch.Taken taken = watch.stop();
                figures(report, rate + "/s", fleet.takeTally(), due, taken);
            }
        }
        report.publish(System.out);
        return report.exitCode();
    }

    private static String name(int channel) {
        return "room-%05d".formatted(channel);
    }

    /** Returns how many deliveries were due. */
    private long turn(Fleet fleet, LogSource log, long[] sequences, int rate) throws InterruptedException {
        fleet.takeTally();
        BenchmarkEvent event = new BenchmarkEvent(bytes);
        long count = (long) rate * seconds;
        long start = Clock.micros();
        for (long i = 0; i < count; i++) {
            long at = start + i * 1_000_000 / rate;
            Clock.sleepUntil(at);
            int channel = ThreadLocalRandom.current().nextInt(channels);
            log.toPublic(name(channel), event.encode(sequences[channel], at));
            sequences[channel]++;
        }
        fleet.awaitReceived(count * subscribers, LIMIT);
        return count * subscribers;
    }

    private static void figures(Report report, String column, Tally tally, long due, Watch.Taken taken) {
        Latencies.put(report, column, tally.latency());
        report.put(column, "deliveries due", due);
        report.put(column, "not received", due - tally.received());
        report.put(column, "deliveries a CPU-second of the edge", tally.received() / Watch.seconds(taken.cpu()));
        report.put(column, "CPU of the edge, cores", Watch.seconds(taken.cpu()) / Watch.seconds(taken.wall()));
        report.put(column, "cores busy with other work", taken.foreignCores());
        report.expect("at " + column + " nothing is lost", due == tally.received() && tally.gaps() == 0);
        report.expect(
                "at " + column + " nothing comes twice or out of order", tally.repeats() + tally.disordered() == 0);
    }
}
