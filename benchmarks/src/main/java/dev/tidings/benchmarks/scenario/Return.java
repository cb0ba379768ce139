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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Two edges under load; one is killed, and all of its clients come back to the other with what they have. */
@Command(name = "return", description = "An edge killed, all of its clients back on another.")
public final class Return implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int AT_ONCE = 64;
    private static final long MICROS = 1_000_000;

    @Option(names = "--sockets", defaultValue = "5000", description = "on the edge that dies (${DEFAULT-VALUE})")
    private int sockets;

    @Option(names = "--bytes", defaultValue = "250", description = "an event's size (${DEFAULT-VALUE})")
    private int bytes;

    @Option(names = "--rate", defaultValue = "500", description = "events a second to one user each (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--everyone", defaultValue = "1", description = "events a second to all (${DEFAULT-VALUE})")
    private int everyoneRate;

    @Option(
            names = "--backoff",
            defaultValue = "5",
            description = "seconds that the first tries are spread over (${DEFAULT-VALUE})")
    private int backoffSeconds;

    @Mixin
    private ServerOptions server;

    private final AtomicInteger back = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong lastBackMicros = new AtomicLong();
    private final ConcurrentHistogram ready = new ConcurrentHistogram(LIMIT.toNanos() / 1_000, 3);
    private volatile boolean over;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("sockets", sockets);
        options.put("bytes", bytes);
        options.put("events/s to one", rate);
        options.put("events/s to all", everyoneRate);
        options.put("backoff, s", backoffSeconds);
        options.put("edges", server.flags());
        Report report = new Report("return", options);
        try (Rig rig = Rig.start();
                Fleet fleet = new Fleet();
                Server dies = rig.edge("edge-1", server);
                Server stays = rig.edge("edge-2", server);
                LogSource log = rig.log()) {
            // What stays has served others before.
            List<Client> others = rig.clients(fleet, "other-", 1_000);
            fleet.open(stays.address(), others, AT_ONCE);
            fleet.disconnect(others);
            List<Client> clients = rig.clients(fleet, "user-", sockets);
            fleet.open(dies.address(), clients, AT_ONCE);
            fleet.takeTally();
            fleet.whenLost(clients, client -> comeBack(fleet, client, stays));

            Load load = new Load(log, clients);
            load.publishFor(Duration.ofSeconds(5), 0);
            List<MeasuredProcess> ours = List.of(stays.process(), rig.kafkaProcess(), MeasuredProcess.self());
            Watch watch = Watch.start(stays.process(), ours);
            long killed = Clock.micros();
            dies.kill();
            load.publishFor(LIMIT, sockets);
            Watch.Taken taken = watch.stop();
            load.publishFor(Duration.ofSeconds(3), 0);
            fleet.awaitReceived(load.deliveries, LIMIT);
            // Time for what would come twice.
            Thread.sleep(1_000);
            Tally tally = fleet.takeTally();
            over = true;

            String column = "edge";
            report.put(column, "clients", sockets);
            report.put(column, "back", back.get());
            report.put(column, "all back after, s", (double) (lastBackMicros.get() - killed) / MICROS);
            report.put(column, "tries that failed", refused.get());
            report.put(column, "try to caught up p50, ms", ready.getValueAtPercentile(50) / 1e3);
            report.put(column, "try to caught up p99, ms", ready.getValueAtPercentile(99) / 1e3);
            report.put(column, "deliveries due", load.deliveries);
            report.put(column, "lost", load.deliveries + tally.repeats() - tally.received());
            report.put(column, "gaps", tally.gaps());
            report.put(column, "twice", tally.repeats());
            report.put(column, "out of order", tally.disordered());
            report.put(column, "not recovered", tally.unrecovered());
            report.put(column, "CPU of the edge meanwhile, s", Watch.seconds(taken.cpu()));
            report.put(column, "cores busy with other work", taken.foreignCores());
            report.expect("all are back", back.get() >= sockets);
            report.expect(
                    "nothing is lost",
                    load.deliveries + tally.repeats() == tally.received() && tally.unrecovered() == 0);
            report.expect("nothing comes twice or out of order", tally.repeats() + tally.disordered() == 0);
        }
        report.publish(System.out);
        return report.exitCode();
    }

    /** After a while that is another for each; on the client's loop. A try that fails comes here again. */
    private void comeBack(Fleet fleet, Client client, Server to) {
        if (over) {
            return;
        }
        long delay = ThreadLocalRandom.current().nextLong(backoffSeconds * MICROS);
        fleet.later(client, delay, TimeUnit.MICROSECONDS, () -> {
            long tried = Clock.micros();
            fleet.connect(client, to.address()).whenComplete((_, failed) -> {
                if (failed == null) {
                    long now = Clock.micros();
                    ready.recordValue(now - tried);
                    lastBackMicros.accumulateAndGet(now, Math::max);
                    back.incrementAndGet();
                } else {
                    // Its loss brings it back another time.
                    refused.incrementAndGet();
                }
            });
        });
    }

    /** What is published meanwhile, and how many deliveries that makes. */
    private final class Load {
        private final LogSource log;
        private final List<Client> clients;
        private final BenchmarkEvent toOne = new BenchmarkEvent(bytes);
        private final BenchmarkEvent toAll = new BenchmarkEvent(bytes);
        private final long[] sequences = new long[sockets];
        private long toAllSequence;
        private long deliveries;

        Load(LogSource log, List<Client> clients) {
            this.log = log;
            this.clients = clients;
        }

        /** For so long, or until so many are back. */
        void publishFor(Duration limit, int untilBack) throws InterruptedException {
            long start = Clock.micros();
            long end = start + limit.toNanos() / 1_000;
            for (long i = 0; ; i++) {
                long at = start + i * MICROS / rate;
                if (at > end || (untilBack > 0 && back.get() >= untilBack)) {
                    return;
                }
                Clock.sleepUntil(at);
                int user = ThreadLocalRandom.current().nextInt(sockets);
                log.toUser(clients.get(user).user(), toOne.encode(sequences[user], at));
                sequences[user]++;
                deliveries++;
                if (i % (rate / everyoneRate) == 0) {
                    log.toEveryone(List.of(toAll.encode(toAllSequence, at)));
                    toAllSequence++;
                    deliveries += sockets;
                }
            }
        }
    }
}
