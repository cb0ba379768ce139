package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.Clock;
import dev.tidings.benchmarks.rig.MeasuredProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a server took in a while, and what else went on on the machine. */
final class Watch {

    private final MeasuredProcess server;
    private final List<MeasuredProcess> ours;
    private final long beganMicros = Clock.micros();
    private final Duration serverCpu;
    private final Map<String, Duration> serverThreads;
    private final Duration oursCpu;
    private final Duration machineCpu;

    /**
     * What was taken.
     *
     * @param foreignCores processors that were busy with what is none of this benchmark's
     */
    record Taken(Duration wall, Duration cpu, Map<String, Duration> cpuByThread, double foreignCores) {

        static final Taken NOTHING = new Taken(Duration.ZERO, Duration.ZERO, Map.of(), 0);

        /** One after another. */
        Taken plus(Taken other) {
            Map<String, Duration> threads = new TreeMap<>(cpuByThread);
            other.cpuByThread.forEach((name, time) -> threads.merge(name, time, Duration::plus));
            Duration both = wall.plus(other.wall);
            double foreign = foreignCores * seconds(wall) + other.foreignCores * seconds(other.wall);
            return new Taken(both, cpu.plus(other.cpu), threads, foreign / seconds(both));
        }
    }

    private Watch(MeasuredProcess server, List<MeasuredProcess> ours) {
        this.server = server;
        this.ours = ours;
        this.serverCpu = server.cpu();
        this.serverThreads = server.cpuByThread();
        this.oursCpu = cpu(ours);
        this.machineCpu = MeasuredProcess.cpuOfMachine();
    }

    /** From now on; {@code ours} are all processes of the benchmark, the server too. */
    static Watch start(MeasuredProcess server, List<MeasuredProcess> ours) {
        return new Watch(server, ours);
    }

    Taken stop() {
        Duration wall = Duration.ofNanos((Clock.micros() - beganMicros) * 1_000);
        Map<String, Duration> threads = new TreeMap<>();
        server.cpuByThread()
                .forEach(
                        (name, time) -> threads.put(name, time.minus(serverThreads.getOrDefault(name, Duration.ZERO))));
        Duration foreign =
                MeasuredProcess.cpuOfMachine().minus(machineCpu).minus(cpu(ours).minus(oursCpu));
        double cores = Math.max(0, seconds(foreign) / seconds(wall));
        return new Taken(wall, server.cpu().minus(serverCpu), threads, cores);
    }

    private static Duration cpu(List<MeasuredProcess> processes) {
        return processes.stream().map(MeasuredProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
