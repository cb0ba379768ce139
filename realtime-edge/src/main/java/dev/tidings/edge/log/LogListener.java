package dev.tidings.edge.log;

/** Whoever is told what the log reader reads. All of it on the reader's thread. */
public interface LogListener {

    /**
     * The tail is warm: from here on everything comes by batches. Once before any batch; again where the log had to be
     * opened anew, which may then be another log.
     *
     * @param heads by partition, the last offset in the tail
     */
    void warm(OpenLog log, long[] heads);

    /** Must not take longer than handing the batch on; it may wait for a listener that is far behind. */
    void batch(LogBatch batch) throws InterruptedException;
}
