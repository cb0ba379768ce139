package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.report.Report;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** The same again and again, one after another, and how long each took. */
final class Timed {

    private static final int LEAST = 50;

    interface Call {
        void run() throws Exception;
    }

    private Timed() {}

    /** For that long, and not less often than a p99 needs; each time {@code before} is not on the clock. */
    static Histogram micros(Duration atLeast, Call before, Call call) throws Exception {
        Histogram micros = new Histogram(3);
        long end = System.nanoTime() + atLeast.toNanos();
        while (System.nanoTime() - end < 0 || micros.getTotalCount() < LEAST) {
            before.run();
            long began = System.nanoTime();
            call.run();
            micros.recordValue((System.nanoTime() - began) / 1_000);
        }
        return micros;
    }

    static Histogram micros(Duration atLeast, Call call) throws Exception {
        return micros(atLeast, () -> {}, call);
    }

    static void put(Report report, String column, String what, Histogram micros) {
        report.put(column, what + ": p50, ms", micros.getValueAtPercentile(50) / 1e3);
        report.put(column, what + ": p99, ms", micros.getValueAtPercentile(99) / 1e3);
    }
}
