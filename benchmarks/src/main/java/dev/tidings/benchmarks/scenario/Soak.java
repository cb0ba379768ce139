package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.BenchmarkEvent;
import dev.tidings.benchmarks.load.Client;
import dev.tidings.benchmarks.load.Clock;
import dev.tidings.benchmarks.load.Fleet;
import dev.tidings.benchmarks.load.HttpReaders;
import dev.tidings.benchmarks.load.Tally;
import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.LogSource;
import dev.tidings.benchmarks.rig.Rig;
import dev.tidings.benchmarks.rig.Server;
import dev.tidings.benchmarks.rig.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Clients of every kind come, go, stall and vanish for long; what the edge holds afterwards is what it held before. */
@Command(name = "soak", description = "Coming and going for long: nothing grows, nothing is lost.")
public final class Soak implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 64;
    private static final int TAIL_MEGABYTES = 8;
    private static final int SECONDS_A_SAMPLE = 60;

    @Option(names = "--sockets", defaultValue = "10000", description = "over WebSocket (${DEFAULT-VALUE})")
    private int sockets;

    @Option(
            names = "--http",
            defaultValue = "200",
            description = "half of them by event stream, half by long poll (${DEFAULT-VALUE})")
    private int httpReaders;

    @Option(names = "--minutes", defaultValue = "20", description = "of coming and going (${DEFAULT-VALUE})")
    private int minutes;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "seconds of it before what is compared (${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(names = "--bytes", defaultValue = "250", description = "an event's size (${DEFAULT-VALUE})")
    private int bytes;

    @Option(names = "--rate", defaultValue = "200", description = "events a second to one user each (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--everyone", defaultValue = "1", description = "events a second to all (${DEFAULT-VALUE})")
    private int everyoneRate;

    @Option(
            names = "--stays",
            defaultValue = "100",
            description = "seconds that a client keeps still on average (${DEFAULT-VALUE})")
    private int staysSeconds;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws IOException, InterruptedException {
        server.preset("tidings.edge.session.heartbeat=" + HEARTBEAT, "tidings.edge.tail.bytes=" + TAIL_MEGABYTES + "M");
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("sockets", sockets);
        options.put("http", httpReaders);
        options.put("minutes", minutes);
        options.put("events/s to one", rate);
        options.put("events/s to all", everyoneRate);
        options.put("stays, s", staysSeconds);
        options.put("edge", server.flags());
        Report report = new Report("soak", options);
        try (Rig rig = Rig.start();
                Fleet fleet = new Fleet();
                Server edge = rig.edge("edge", server);
                LogSource log = rig.log()) {
            fillTail(log);
            List<Client> clients = rig.clients(fleet, "user-", sockets);
            fleet.open(edge.address(), clients, AT_ONCE);
            List<String> tokens = rig.tokens(IntStream.range(0, httpReaders)
                    .mapToObj(number -> "http-%06d".formatted(number))
                    .toList());
            Churn churn = new Churn(fleet, clients, edge, HEARTBEAT);
            try (HttpReaders others = HttpReaders.start(edge.address(), tokens);
                    SteadyLoad load = SteadyLoad.start(
                            log, clients, sockets + httpReaders, new BenchmarkEvent(bytes), rate, everyoneRate)) {
                soak(report, edge, churn, others);
                load.stop();
                count(report, fleet, others, load, churn);
            }
            churn.end();
        }
        report.publish(System.out);
        return report.exitCode();
    }

    /** As full as it gets, with events and on as many channels as there will be: what it holds is no growth. */
    private void fillTail(LogSource log) {
        BenchmarkEvent event = new BenchmarkEvent(bytes);
        int enough = TAIL_MEGABYTES * 1024 * 1024 / bytes;
        for (int i = 0; i < enough; i++) {
            log.toUser("nobody-" + i % sockets, event.encode(i, 0));
        }
        log.flush();
    }

    private void soak(Report report, Server edge, Churn churn, HttpReaders others)
            throws IOException, InterruptedException {
        double perSecond = (double) sockets / staysSeconds;
        report.say("warming up");
        churn.go(perSecond, Duration.ofSeconds(warmUpSeconds));
        Moment before = quiet("before", report, edge, churn, others);
        before.show(report, "before");
        for (int minute = 1; minute <= minutes; minute++) {
            churn.go(perSecond, Duration.ofSeconds(SECONDS_A_SAMPLE));
            Moment.of(edge).show(report, minute + " min");
            report.say(minute + " of " + minutes + " minutes");
        }
        Moment after = quiet("after", report, edge, churn, others);
        after.show(report, "after");
        after.expectAsAt(before, report);
        report.expect("the edge holds who is there, and nobody else", after.sockets() <= sockets + httpReaders);
        // One who polls is between two polls for a moment, and has none.
        report.expect(
                "and their two subscriptions each",
                after.subscriptions() <= 2 * after.sockets()
                        && after.subscriptions() >= 2 * (after.sockets() - httpReaders));
    }

    /** Everybody there, and nobody but them. */
    private Moment quiet(String when, Report report, Server edge, Churn churn, HttpReaders others)
            throws IOException, InterruptedException {
        others.steady(true);
        report.expect("everybody is back " + when, churn.settles(LIMIT));
        long deadline = Clock.micros() + LIMIT.toNanos() / 1_000;
        while (edge.gauge("tidings_edge_sockets") > sockets + httpReaders && Clock.micros() < deadline) {
            Clock.sleepUntil(Clock.micros() + 100_000);
        }
        Moment moment = Moment.of(edge);
        others.steady(false);
        return moment;
    }

    private static void count(Report report, Fleet fleet, HttpReaders others, SteadyLoad load, Churn churn)
            throws InterruptedException {
        churn.settles(LIMIT);
        long deadline = Clock.micros() + LIMIT.toNanos() / 1_000;
        while (fleet.received() + others.received() < load.deliveries() && Clock.micros() < deadline) {
            Clock.sleepUntil(Clock.micros() + 10_000);
        }
        // Time for what would come twice.
        Thread.sleep(1_000);
        Tally tally = fleet.takeTally();
        others.addTo(tally);
        for (Churn.Fate fate : Churn.Fate.values()) {
            report.put("count", fate.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '), churn.count(fate));
        }
        long lost = load.deliveries() + tally.repeats() - tally.received();
        report.put("count", "deliveries due", load.deliveries());
        report.put("count", "lost", lost);
        report.put("count", "twice", tally.repeats());
        report.put("count", "out of order", tally.disordered());
        report.put("count", "not recovered", tally.unrecovered());
        report.expect("nothing is lost", lost == 0 && tally.gaps() == 0 && tally.unrecovered() == 0);
        report.expect("nothing comes twice or out of order", tally.repeats() + tally.disordered() == 0);
    }
}
