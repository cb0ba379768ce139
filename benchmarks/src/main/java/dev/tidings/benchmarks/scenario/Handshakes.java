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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Full handshakes - TCP, a token verified that was never seen before, the upgrade, both subscriptions - round after round,
 * so that the compilers' share can be seen to fade.
 */
@Command(name = "handshake", description = "Handshakes a CPU-second of the edge, token verified.")
public final class Handshakes implements Callable<Integer> {

    /** What is measured is how many it can take, from a few addresses. */
    private static final String NO_LIMIT = "tidings.edge.handshakes.per-second=0";

    @Option(names = "--connections", defaultValue = "4000", description = "of a round (${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--rounds", defaultValue = "8", description = "how many (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--at-once", defaultValue = "64", description = "handshakes under way (${DEFAULT-VALUE})")
    private int atOnce;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("connections", connections);
        options.put("at once", atOnce);
        options.put("edge", server.flags());
        Report report = new Report("handshake", options);
        try (Rig rig = Rig.start();
                Fleet fleet = new Fleet();
                Server edge = rig.edge("edge", server.with(NO_LIMIT))) {
            List<MeasuredProcess> ours = List.of(edge.process(), rig.kafkaProcess(), MeasuredProcess.self());
            for (int round = 1; round <= rounds; round++) {
                List<Client> clients = rig.clients(fleet, "round-" + round + "-", connections);
                Watch watch = Watch.start(edge.process(), ours);
                Fleet.Opening opening = fleet.open(edge.address(), clients, atOnce);
                figures(report, Integer.toString(round), opening, watch.stop());
                fleet.disconnect(clients);
                report.say("round " + round + " of " + rounds);
            }
        }
        report.publish(System.out);
        return report.exitCode();
    }

    private static void figures(Report report, String round, Fleet.Opening opening, Watch.Taken taken) {
        double all = Watch.seconds(taken.cpu());
        double compiler = Watch.seconds(taken.cpuByThread().getOrDefault("compiler", Duration.ZERO));
        double loops = Watch.seconds(taken.cpuByThread().getOrDefault("event loops", Duration.ZERO));
        report.put(round, "handshakes/s", opening.opened() / Watch.seconds(taken.wall()));
        report.put(round, "a CPU-second of the edge", opening.opened() / all);
        report.put(round, "  without its compilers", opening.opened() / (all - compiler));
        report.put(round, "  of its event loops", opening.opened() / loops);
        report.put(round, "the compilers' share, %", 100 * compiler / all);
        report.put(round, "to subscribed p50, ms", opening.micros().getValueAtPercentile(50) / 1e3);
        report.put(round, "to subscribed p99, ms", opening.micros().getValueAtPercentile(99) / 1e3);
        report.put(round, "cores busy with other work", taken.foreignCores());
    }
}
