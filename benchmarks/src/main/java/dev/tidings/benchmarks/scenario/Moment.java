package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.MeasuredProcess;
import dev.tidings.benchmarks.rig.Server;
import java.io.IOException;

/** What an edge holds at one moment, after a collection. */
record Moment(long resident, long heap, long threads, long descriptors, long sockets, long subscriptions) {

    private static final double MEGABYTE = 1024 * 1024;
    private static final double HEAP_GROWTH = 1.05;
    private static final long HEAP_SLACK = 4 * 1024 * 1024;
    private static final double RESIDENT_GROWTH = 1.1;
    private static final long RESIDENT_SLACK = 16 * 1024 * 1024;
    /** The system's and the runtime's own come and go. */
    private static final int FEW_THREADS = 4;

    private static final int FEW_DESCRIPTORS = 16;

    static Moment of(Server edge) throws IOException, InterruptedException {
        MeasuredProcess process = edge.process();
        process.collectGarbage();
        long heap = process.liveBytesByClass().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new Moment(
                process.residentBytes(),
                heap,
                process.threads(),
                process.descriptors(),
                (long) edge.gauge("tidings_edge_sockets"),
                (long) edge.gauge("tidings_edge_subscriptions"));
    }

    /** A row of its own. */
    void show(Report report, String row) {
        report.put("resident, MB", row, resident / MEGABYTE);
        report.put("live heap, MB", row, heap / MEGABYTE);
        report.put("threads", row, threads);
        report.put("descriptors", row, descriptors);
        report.put("sockets", row, sockets);
        report.put("subscriptions", row, subscriptions);
    }

    /** Whether this is where it was before, but for what is no leak. */
    void expectAsAt(Moment before, Report report) {
        report.expect(
                "resident memory is where it was", resident <= before.resident * RESIDENT_GROWTH + RESIDENT_SLACK);
        report.expect("the live heap is where it was", heap <= before.heap * HEAP_GROWTH + HEAP_SLACK);
        report.expect("the threads are as many", threads <= before.threads + FEW_THREADS);
        report.expect("the descriptors are as many", descriptors <= before.descriptors + FEW_DESCRIPTORS);
    }
}
