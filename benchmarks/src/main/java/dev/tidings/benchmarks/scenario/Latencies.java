package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.report.Report;
import org.HdrHistogram.Histogram;

/** The rows that say how long it took. */
final class Latencies {

    private static final double MICROS_A_MILLI = 1e3;

    private Latencies() {}

    static void put(Report report, String column, Histogram micros) {
        report.put(column, "p50, ms", micros.getValueAtPercentile(50) / MICROS_A_MILLI);
        report.put(column, "p99, ms", micros.getValueAtPercentile(99) / MICROS_A_MILLI);
        report.put(column, "p99.9, ms", micros.getValueAtPercentile(99.9) / MICROS_A_MILLI);
        report.put(column, "max, ms", micros.getMaxValue() / MICROS_A_MILLI);
    }
}
