package dev.tidings.client.stream;

/** Deals with one signal after the other, in {@link EventStream#forEach}. */
@FunctionalInterface
public interface SignalHandler {

    /** Returns when the signal is dealt with; what it throws ends the stream, and the signal counts as not taken. */
    void take(Signal signal) throws Exception;
}
