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

/** Each event to one of many users, at a given rate: how long from the moment it was meant to be published to the client. */
@Command(name = "targeted", description = "Publish to received, each event to one user.")
public final class Targeted implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 64;

    @Option(names = "--sockets", defaultValue = "4000", description = "users, one each (${DEFAULT-VALUE})")
    private int sockets;

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
        options.put("sockets", sockets);
        options.put("bytes", bytes);
        options.put("seconds", seconds);
        options.put("edge", server.flags());
        Report report = new Report("targeted", options);
        try (Rig rig = Rig.start();
                Fleet fleet = new Fleet();
                Server edge = rig.edge("edge", server);
                LogSource log = rig.log()) {
            List<Client> clients = rig.clients(fleet, "user-", sockets);
            fleet.open(edge.address(), clients, AT_ONCE);
            List<MeasuredProcess> ours = List.of(edge.process(), rig.kafkaProcess(), MeasuredProcess.self());
            long[] sequences = new long[sockets];
            // Once for the compilers.
            turn(fleet, log, clients, sequences, rates.getLast());
            for (int rate : rates) {
                fleet.takeTally();
                Watch watch = Watch.start(edge.process(), ours);
                long published = turn(fleet, log, clients, sequences, rate);
                Watch.Taken taken = watch.stop();
                figures(report, rate + "/s", fleet.takeTally(), published, taken);
            }
        }
        report.publish(System.out);
        return 0;
    }

    private long turn(Fleet fleet, LogSource log, List<Client> clients, long[] sequences, int rate)
            throws InterruptedException {
        fleet.takeTally();
        BenchmarkEvent event = new BenchmarkEvent(bytes);
        long count = (long) rate * seconds;
        long start = Clock.micros();
        for (long i = 0; i < count; i++) {
            long at = start + i * 1_000_000 / rate;
            Clock.sleepUntil(at);
            int user = ThreadLocalRandom.current().nextInt(sockets);
            log.toUser(clients.get(user).user(), event.encode(sequences[user], at));
            sequences[user]++;
        }
        fleet.awaitReceived(count, LIMIT);
        return count;
    }

    private static void figures(Report report, String column, Tally tally, long published, Watch.Taken taken) {
        Latencies.put(report, column, tally.latency());
        report.put(column, "published", published);
        report.put(column, "not received", published - tally.received());
        report.put(column, "gaps", tally.gaps());
        report.put(column, "repeats", tally.repeats());
        report.put(column, "out of order", tally.disordered());
        report.put(column, "CPU of the edge, cores", Watch.seconds(taken.cpu()) / Watch.seconds(taken.wall()));
        report.put(column, "cores busy with other work", taken.foreignCores());
    }
}
