package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.Client;
import dev.tidings.benchmarks.load.Fleet;
import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.MeasuredProcess;
import dev.tidings.benchmarks.rig.Rig;
import dev.tidings.benchmarks.rig.Server;
import dev.tidings.benchmarks.rig.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a connection costs that is authenticated, subscribed to its two channels, and then does nothing. */
@Command(name = "idle", description = "Resident memory a connection, and handshakes a second.")
public final class Idle implements Callable<Integer> {

    private static final int KILOBYTE = 1024;
    private static final Duration TO_SETTLE = Duration.ofSeconds(2);
    private static final Pattern COMMITTED = Pattern.compile("committed (\\d+)K");
    private static final int CLASSES_SHOWN = 40;

    @Option(names = "--sockets", defaultValue = "10000", description = "how many (${DEFAULT-VALUE})")
    private int sockets;

    @Option(
            names = "--warm-up",
            defaultValue = "2000",
            description = "connections that come and go first, for the compilers (${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--at-once", defaultValue = "64", description = "handshakes under way (${DEFAULT-VALUE})")
    private int atOnce;

    @Mixin
    private ServerOptions server;

    /** Where the memory was at a moment, after a collection. */
    private record Memory(int sockets, long resident, long heap, long committed, Map<String, Long> byClass) {

        static Memory of(int sockets, MeasuredProcess edge) throws InterruptedException {
            Thread.sleep(TO_SETTLE);
            edge.collectGarbage();
            Map<String, Long> byClass = edge.liveBytesByClass();
            Thread.sleep(TO_SETTLE);
            Matcher heap = COMMITTED.matcher(edge.jcmd("GC.heap_info"));
            long committed = heap.find() ? Long.parseLong(heap.group(1)) * KILOBYTE : 0;
            long live = byClass.values().stream().mapToLong(Long::longValue).sum();
            return new Memory(sockets, edge.residentBytes(), live, committed, byClass);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("sockets", sockets);
        options.put("warm-up", warmUp);
        options.put("edge", server.flags());
        Report report = new Report("idle", options);
        try (Rig rig = Rig.start();
                Fleet fleet = new Fleet();
                Server edge = rig.edge("edge", server)) {
            report.say("warming up");
            warmUp(rig, fleet, edge);
            List<Client> clients = rig.clients(fleet, "idle-", sockets);
            MeasuredProcess process = edge.process();
            Memory none = Memory.of(0, process);
            report.say("connecting");
            Watch watch = Watch.start(process, List.of(process, rig.kafkaProcess(), MeasuredProcess.self()));
            Fleet.Opening first = fleet.open(edge.address(), clients.subList(0, sockets / 2), atOnce);
            Watch.Taken taken = watch.stop();
            Memory half = Memory.of(sockets / 2, process);
            watch = Watch.start(process, List.of(process, rig.kafkaProcess(), MeasuredProcess.self()));
            Fleet.Opening second = fleet.open(edge.address(), clients.subList(sockets / 2, sockets), atOnce);
            taken = taken.plus(watch.stop());
            Memory all = Memory.of(sockets, process);
            report.put("edge", "sockets", sockets);
            memory(report, none, half, all);
            first.micros().add(second.micros());
            handshakes(report, first, taken);
            report.publish(System.out);
            System.out.printf("%nLive bytes a connection, by class:%n%s%n", byClass(none, all));
        }
        return 0;
    }

    private void warmUp(Rig rig, Fleet fleet, Server edge) throws InterruptedException {
        List<Client> clients = rig.clients(fleet, "warm-", warmUp);
        fleet.open(edge.address(), clients, atOnce);
        fleet.disconnect(clients);
        Thread.sleep(TO_SETTLE);
    }

    private static void memory(Report report, Memory none, Memory half, Memory all) {
        report.put("edge", "resident before, MB", none.resident() / KILOBYTE / KILOBYTE);
        report.put("edge", "resident at half, MB", half.resident() / KILOBYTE / KILOBYTE);
        report.put("edge", "resident after, MB", all.resident() / KILOBYTE / KILOBYTE);
        report.put("edge", "resident a connection, KB", each(none, all, all.resident() - none.resident()));
        report.put("edge", "  of the second half, KB", each(half, all, all.resident() - half.resident()));
        report.put("edge", "live heap a connection, KB", each(none, all, all.heap() - none.heap()));
        report.put("edge", "committed heap a connection, KB", each(none, all, all.committed() - none.committed()));
        report.put(
                "edge",
                "outside the heap a connection, KB",
                each(none, all, all.resident() - none.resident() - (all.committed() - none.committed())));
    }

    private static double each(Memory before, Memory after, long bytes) {
        return (double) bytes / KILOBYTE / (after.sockets() - before.sockets());
    }

    private void handshakes(Report report, Fleet.Opening opening, Watch.Taken taken) {
        report.put("edge", "handshakes/s", sockets / Watch.seconds(taken.wall()));
        report.put("edge", "handshakes a CPU-second of the edge", sockets / Watch.seconds(taken.cpu()));
        report.put("edge", "handshake to subscribed p50, ms", opening.micros().getValueAtPercentile(50) / 1e3);
        report.put("edge", "handshake to subscribed p99, ms", opening.micros().getValueAtPercentile(99) / 1e3);
        taken.cpuByThread().forEach((name, time) -> report.put("edge", "CPU s: " + name, Watch.seconds(time)));
        report.put("edge", "cores busy with other work", taken.foreignCores());
    }

    private static String byClass(Memory none, Memory all) {
        record Line(String name, double bytes) {}
        StringBuilder text = new StringBuilder();
        all.byClass().entrySet().stream()
                .map(entry -> new Line(
                        entry.getKey(),
                        (double) (entry.getValue() - none.byClass().getOrDefault(entry.getKey(), 0L)) / all.sockets()))
                .sorted(Comparator.comparingDouble(Line::bytes).reversed())
                .limit(CLASSES_SHOWN)
                .forEach(line -> text.append("%8.1f  %s%n".formatted(line.bytes(), line.name())));
        return text.toString();
    }
}
