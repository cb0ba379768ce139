package dev.tidings.local.process;

import java.util.Locale;

public enum ProgramState {
    STARTING,
    READY,
    DOWN;

    /** As it is written in {@code tidings status --json}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
