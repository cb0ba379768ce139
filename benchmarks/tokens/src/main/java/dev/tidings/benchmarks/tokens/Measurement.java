package dev.tidings.benchmarks.tokens;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * Operations a second of processor time of the one thread that does them: what a core gives, whoever else is on the
 * machine. Warmed up first; the median of the rounds.
 */
final class Measurement {

    private static final long WARM_UP_NANOS = 4_000_000_000L;
    private static final long ROUND_NANOS = 1_500_000_000L;
    private static final int ROUNDS = 7;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** One of them; returns something, so that nothing is left out. */
    interface Operation {
        Object run() throws Exception;
    }

    /** @param perSecond the median round, and the slowest and the fastest one */
    record Result(double perSecond, double least, double most) {
        double micros() {
            return 1e6 / perSecond;
        }
    }

    private Measurement() {}

    static Result of(Operation operation) throws Exception {
        round(operation, WARM_UP_NANOS);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = round(operation, ROUND_NANOS);
        }
        Arrays.sort(rounds);
        return new Result(rounds[ROUNDS / 2], rounds[0], rounds[ROUNDS - 1]);
    }

    private static double round(Operation operation, long nanos) throws Exception {
        long begin = THREADS.getCurrentThreadCpuTime();
        long spent = 0;
        long done = 0;
        int seen = 0;
        while (spent < nanos) {
            for (int i = 0; i < 20; i++) {
                seen ^= System.identityHashCode(operation.run());
            }
            done += 20;
            spent = THREADS.getCurrentThreadCpuTime() - begin;
        }
        if (seen == 1) {
            System.out.print(""); // What was seen counts for something, so no operation is left out.
        }
        return done * 1e9 / spent;
    }
}
