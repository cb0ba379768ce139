package dev.tidings.benchmarks.load;

import org.HdrHistogram.Histogram;

/** What sockets counted in a while. One for each event loop, confined to it until it is handed out. */
public final class Tally {

    private static final long LONGEST_MICROS = 600_000_000;

    /** Publish to received, in microseconds. */
    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);

    private long received;
    private long gaps;
    private long repeats;
    private long disordered;
    private long unrecovered;

    void received(long latencyMicros) {
        received++;
        latency.recordValue(Math.clamp(latencyMicros, 0, LONGEST_MICROS));
    }

    void gap(long width) {
        gaps += width;
    }

    /** One that was missed came after all: no gap, but no order either. */
    void late() {
        gaps--;
        disordered++;
    }

    void repeat() {
        repeats++;
    }

    void lost() {
        unrecovered++;
    }

    /** What another counted, on top. */
    public void add(Tally other) {
        latency.add(other.latency);
        received += other.received;
        gaps += other.gaps;
        repeats += other.repeats;
        disordered += other.disordered;
        unrecovered += other.unrecovered;
    }

    public Histogram latency() {
        return latency;
    }

    public long received() {
        return received;
    }

    /** Events that a socket never got though it got later ones of the channel. */
    public long gaps() {
        return gaps;
    }

    public long repeats() {
        return repeats;
    }

    public long disordered() {
        return disordered;
    }

    /** Subscriptions that were told that their gap can't be filled. */
    public long unrecovered() {
        return unrecovered;
    }
}
