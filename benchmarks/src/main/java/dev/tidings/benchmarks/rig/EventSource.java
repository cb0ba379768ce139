package dev.tidings.benchmarks.rig;

import java.util.List;

/** What makes a server send: the same for whatever is compared. For one thread. */
public interface EventSource extends AutoCloseable {

    /** Publishes the events to all, as one batch as far as it can; returns before they are anywhere. */
    void toEveryone(List<byte[]> events);

    @Override
    void close();
}
