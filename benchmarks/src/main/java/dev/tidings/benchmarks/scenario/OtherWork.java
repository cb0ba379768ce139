package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.Clock;
import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.MeasuredProcess;
import java.time.Duration;

/**
 * How many processors were busy with what is none of this benchmark's: neither of this process nor of one that it started.
 * What has ended by then, as a database's process for a connection, is taken for others'.
 */
final class OtherWork {

    private final long beganMicros = Clock.micros();
    private final Duration machine = MeasuredProcess.cpuOfMachine();
    private final Duration ours = MeasuredProcess.cpuOfOurs();

    void put(Report report, String column) {
        Duration others = MeasuredProcess.cpuOfMachine()
                .minus(machine)
                .minus(MeasuredProcess.cpuOfOurs().minus(ours));
        double cores = others.toNanos() / ((Clock.micros() - beganMicros) * 1e3);
        report.put(column, "cores busy with other work", Math.max(0, cores));
    }
}
