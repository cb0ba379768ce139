package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.BenchmarkEvent;
import dev.tidings.benchmarks.load.Client;
import dev.tidings.benchmarks.load.Clock;
import dev.tidings.benchmarks.load.Farewell;
import dev.tidings.benchmarks.load.Fleet;
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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An edge is told to end (SIGTERM) under load: each client is told its own moment, and goes on at another edge. */
@Command(name = "drain", description = "An edge ends in good order, all of its clients go on at another.")
public final class Drain implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int AT_ONCE = 64;
    private static final int GOING_AWAY = 1012;
    private static final double MILLIS = 1e3;
    /** Of the window, that many parts are looked at: each has its share of the clients. */
    private static final int PARTS = 4;

    @Option(names = "--sockets", defaultValue = "5000", description = "on the edge that ends (${DEFAULT-VALUE})")
    private int sockets;

    @Option(
            names = "--window",
            defaultValue = "20",
            description = "seconds the goodbyes are spread over (${DEFAULT-VALUE})")
    private int windowSeconds;

    @Option(names = "--bytes", defaultValue = "250", description = "an event's size (${DEFAULT-VALUE})")
    private int bytes;

    @Option(names = "--rate", defaultValue = "500", description = "events a second to one user each (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--everyone", defaultValue = "1", description = "events a second to all (${DEFAULT-VALUE})")
    private int everyoneRate;

    @Mixin
    private ServerOptions server;

    private final Set<Client> back = ConcurrentHashMap.newKeySet();

    @Override
    public Integer call() throws IOException, InterruptedException {
        server.preset("tidings.edge.drain.window=PT" + windowSeconds + "S");
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("sockets", sockets);
        options.put("window, s", windowSeconds);
        options.put("events/s to one", rate);
        options.put("events/s to all", everyoneRate);
        options.put("edges", server.flags());
        Report report = new Report("drain", options);
        try (Rig rig = Rig.start();
                Fleet fleet = new Fleet();
                Server ends = rig.edge("edge-1", server);
                Server stays = rig.edge("edge-2", server);
                LogSource log = rig.log()) {
            List<Client> clients = rig.clients(fleet, "user-", sockets);
            fleet.open(ends.address(), clients, AT_ONCE);
            fleet.takeTally();
            fleet.whenLost(clients, client -> comeBack(fleet, client, stays));
            try (SteadyLoad load =
                    SteadyLoad.start(log, clients, sockets, new BenchmarkEvent(bytes), rate, everyoneRate)) {
                Clock.sleepUntil(Clock.micros() + TimeUnit.SECONDS.toMicros(3));
                long told = Clock.micros();
                CompletableFuture<Long> ended = ends.terminate();
                long endedMicros = within(ended);
                long deadline = Clock.micros() + LIMIT.toNanos() / 1_000;
                while (back.size() < sockets && Clock.micros() < deadline) {
                    Clock.sleepUntil(Clock.micros() + 10_000);
                }
                load.stop();
                fleet.awaitReceived(load.deliveries(), LIMIT);
                // Time for what would come twice.
                Thread.sleep(1_000);
                Tally tally = fleet.takeTally();
                goodbyes(report, clients, told, endedMicros);
                deliveries(report, tally, load.deliveries());
            }
        }
        report.publish(System.out);
        return report.exitCode();
    }

    private static long within(CompletableFuture<Long> ended) {
        try {
            return ended.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the edge did not end", e);
        }
    }

    /** At once: that each was told another moment is what spreads them. On the client's loop. */
    private void comeBack(Fleet fleet, Client client, Server to) {
        fleet.connect(client, to.address()).thenRun(() -> back.add(client));
    }

    private void goodbyes(Report report, List<Client> clients, long told, long ended) {
        List<Farewell> all = clients.stream().map(Client::farewell).toList();
        String column = "goodbye";
        report.put(
                column, "told", all.stream().filter(one -> one.toldMicros() > 0).count());
        report.put(
                column,
                "closed with 1012",
                all.stream().filter(one -> one.code() == GOING_AWAY).count());
        report.put(column, "last told after, ms", max(all, one -> one.toldMicros() - told) / MILLIS);
        long window = TimeUnit.SECONDS.toMicros(windowSeconds);
        long fewest = sockets;
        for (int part = 0; part < PARTS; part++) {
            long from = window * part / PARTS;
            long count = all.stream()
                    .filter(one ->
                            one.closedMicros() - told >= from && one.closedMicros() - told < from + window / PARTS)
                    .count();
            fewest = Math.min(fewest, count);
            report.put(column, "closed in part %d of %d of the window".formatted(part + 1, PARTS), count);
        }
        report.put(
                column,
                "closed later than told, at most, ms",
                max(all, one -> one.closedMicros() - one.toldMicros() - one.retryAfterMicros()) / MILLIS);
        report.put(column, "last closed after, s", max(all, one -> one.closedMicros() - told) / MILLIS / MILLIS);
        report.put(column, "process ended after, s", (ended - told) / MILLIS / MILLIS);
        report.expect(
                "each was told, and closed with 1012",
                all.stream().allMatch(one -> one.toldMicros() > 0 && one.code() == GOING_AWAY));
        report.expect("the goodbyes are spread over the window", fewest > sockets / PARTS / 2);
        report.expect(
                "the last was closed before the process ended",
                all.stream().allMatch(one -> one.closedMicros() < ended));
    }

    private static double max(List<Farewell> all, ToLongFunction<Farewell> of) {
        return all.stream().mapToLong(of).max().orElse(0);
    }

    private void deliveries(Report report, Tally tally, long due) {
        String column = "goodbye";
        long lost = due + tally.repeats() - tally.received();
        report.put(column, "back", (long) back.size());
        report.put(column, "deliveries due", due);
        report.put(column, "lost", lost);
        report.put(column, "twice", tally.repeats());
        report.put(column, "out of order", tally.disordered());
        report.put(column, "not recovered", tally.unrecovered());
        report.expect("all are back at the other edge", back.size() == sockets);
        report.expect("nothing is lost", lost == 0 && tally.gaps() == 0 && tally.unrecovered() == 0);
        report.expect("nothing comes twice or out of order", tally.repeats() + tally.disordered() == 0);
    }
}
