package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.BenchmarkEvent;
import dev.tidings.benchmarks.load.Client;
import dev.tidings.benchmarks.load.Clock;
import dev.tidings.benchmarks.load.Fleet;
import dev.tidings.benchmarks.load.Tally;
import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.LogSource;
import dev.tidings.benchmarks.rig.Rig;
import dev.tidings.benchmarks.rig.Server;
import dev.tidings.benchmarks.rig.ServerOptions;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * One client comes back after it missed some events among many of others in the same partition: from its first packet to
 * having caught up. From the tail in memory; with {@code --set tidings.edge.tail.bytes=1M} from the log; and with
 * {@code --pages} beside that, what lies far back from notification-service.
 */
@Command(name = "replay", description = "Coming back after k missed among n of others, by k and n.")
public final class Replay implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int AGAIN = 5;

    @Option(names = "--missed", split = ",", defaultValue = "1,100,1000", description = "k (${DEFAULT-VALUE})")
    private List<Integer> missed;

    @Option(names = "--foreign", split = ",", defaultValue = "0,10000,100000", description = "n (${DEFAULT-VALUE})")
    private List<Integer> foreign;

    @Option(names = "--bytes", defaultValue = "250", description = "an event's size (${DEFAULT-VALUE})")
    private int bytes;

    @Option(names = "--pages", description = "with notification-service, which is asked for what lies far back")
    private boolean pages;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("bytes", bytes);
        options.put("best of", AGAIN);
        options.put("pages", pages);
        options.put("edge", server.flags());
        Report report = new Report("replay", options);
        try (Rig rig = Rig.start();
                Rig.ViewServer view = pages ? rig.view(server) : null;
                Fleet fleet = new Fleet();
                Server edge = rig.edge(
                        "edge", pages ? server.with(view.edgeProperties().toArray(String[]::new)) : server);
                LogSource log = rig.log()) {
            List<Client> warm = rig.clients(fleet, "warm-", 500);
            fleet.open(edge.address(), warm, 16);
            fleet.disconnect(warm);
            int number = 0;
            for (int n : foreign) {
                report.say(n + " of others");
                for (int k : missed) {
                    report.put(n + " of others", k + " missed, ms", millis(rig, fleet, edge, view, log, k, n, number));
                    number++;
                }
            }
        }
        report.publish(System.out);
        return 0;
    }

    /** The best of some: each time another client that missed as much. */
    private double millis(
            Rig rig, Fleet fleet, Server edge, Rig.ViewServer view, LogSource log, int k, int n, int number)
            throws InterruptedException, SQLException {
        int partition = log.partitionOf("anyone");
        List<Client> clients = rig.clients(
                fleet,
                IntStream.iterate(0, i -> i + 1)
                        .mapToObj(i -> "returns-" + number + "-" + i)
                        .filter(user -> log.partitionOf(user) == partition)
                        .limit(AGAIN)
                        .toList());
        fleet.open(edge.address(), clients, 1);
        fleet.disconnect(clients);
        fleet.takeTally();
        BenchmarkEvent event = new BenchmarkEvent(bytes);
        for (int i = 0; i < k; i++) {
            for (Client client : clients) {
                log.toUser(client.user(), event.encode(i, Clock.micros()));
            }
        }
        BenchmarkEvent other = new BenchmarkEvent(bytes);
        for (int i = 0; i < n; i++) {
            log.toUser("foreign-" + i % 100, partition, other.encode(i, Clock.micros()));
        }
        log.flush();
        if (pages) {
            view.awaitAll(log);
        }
        // One who is there until all of it was read: the edge has it.
        Thread.sleep(1_000);
        double best = Double.MAX_VALUE;
        for (Client client : clients) {
            fleet.takeTally();
            Fleet.Opening opening = fleet.open(edge.address(), List.of(client), 1);
            boolean all = fleet.awaitReceived(k, LIMIT);
            Tally tally = fleet.takeTally();
            if (!all || tally.gaps() + tally.repeats() + tally.unrecovered() > 0) {
                throw new IllegalStateException("%d of %d came, %d gaps, %d repeats, %d not recovered"
                        .formatted(tally.received(), k, tally.gaps(), tally.repeats(), tally.unrecovered()));
            }
            best = Math.min(best, opening.took().toNanos() / 1e6);
        }
        fleet.disconnect(clients);
        return best;
    }
}
