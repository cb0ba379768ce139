package dev.tidings.edge.delivery;

import dev.tidings.contract.position.Epoch;
import dev.tidings.edge.log.CatchUpRequest;
import dev.tidings.edge.log.LogTopic;
import dev.tidings.edge.log.OpenLog;
import dev.tidings.edge.log.Tail;

/** The log as one event loop knows it: which one is open, and how far the loop was given it. Loop-confined. */
final class LoopLog {

    private OpenLog open;
    /** By partition, the last offset that this loop was given. */
    private long[] heads;

    /** Whether the log was read far enough to subscribe to it. */
    boolean isOpen() {
        return open != null;
    }

    void open(OpenLog log, long[] newHeads) {
        open = log;
        heads = newHeads;
    }

    /** This loop was given the log up to there. */
    void moveTo(long[] newHeads) {
        heads = newHeads;
    }

    /** Opened anew it is another one, though it may be of the same topic. */
    boolean is(OpenLog another) {
        return another.equals(open);
    }

    OpenLog current() {
        return open;
    }

    LogTopic topic() {
        return open.topic();
    }

    Epoch epoch() {
        return open.topic().epoch();
    }

    long head(int partition) {
        return heads[partition];
    }

    /** What the tail has after that subscription's position. */
    Tail.Read after(Subscription subscription, int most) {
        return open.tail().after(subscription.key(), subscription.partition, subscription.position, most);
    }

    /** Whether what follows that position can be had now: from memory, or because the log answers. */
    boolean canServe(int partition, long position) {
        return open.catchUp().isReachable()
                || (open.tail().reaches(partition, position) && position <= head(partition));
    }

    void request(CatchUpRequest request) {
        open.catchUp().request(request);
    }
}
