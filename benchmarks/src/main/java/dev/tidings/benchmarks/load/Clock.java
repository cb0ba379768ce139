package dev.tidings.benchmarks.load;

import java.util.concurrent.locks.LockSupport;

/** The one clock of a run: publisher and receivers are in this process, so a time in an event can be compared. */
public final class Clock {

    private static final long BASE = System.nanoTime();

    private Clock() {}

    public static long micros() {
        return (System.nanoTime() - BASE) / 1_000;
    }

    /** Returns at that time, or at once where it is over. */
    public static void sleepUntil(long micros) throws InterruptedException {
        long left = micros - micros();
        while (left > 0) {
            LockSupport.parkNanos(left * 1_000);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            left = micros - micros();
        }
    }
}
