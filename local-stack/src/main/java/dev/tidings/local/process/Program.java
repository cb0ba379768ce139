package dev.tidings.local.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A program that this stack runs: what must be there before it starts, and when it is of use. */
public interface Program {

    String name();

    /** Its own HTTP address, where it has one. */
    Optional<String> url();

    /**
     * Makes what the process needs (configuration, an initialized data directory) and says how it is started. Called
     * before every start, also the one after a SIGKILL; may block.
     */
    Launch prepare() throws IOException, InterruptedException;

    /** Asked again and again while it starts. Does not throw: what can't be asked yet isn't ready. */
    boolean isReady(ChildProcess child);

    /** What is left to do once it is ready and before others may use it. May block. */
    default void complete() throws InterruptedException {}

    /** How long it may take to be ready, on a slow and busy machine. */
    default Duration startLimit() {
        return Duration.ofSeconds(90);
    }
}
