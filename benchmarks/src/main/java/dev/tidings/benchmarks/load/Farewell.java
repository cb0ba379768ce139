package dev.tidings.benchmarks.load;

/** How a connection's end was announced, and how it came. Confined to its client's loop until that is done with it. */
public final class Farewell {

    private static final int NONE = 0;

    private long toldMicros;
    private long retryAfterMicros;
    private long closedMicros;
    private int code = NONE;

    void told(double retryAfterSeconds) {
        toldMicros = Clock.micros();
        retryAfterMicros = (long) (retryAfterSeconds * 1e6);
    }

    void closed(int closeCode) {
        closedMicros = Clock.micros();
        code = closeCode;
    }

    /** When it was told to go; 0 where it never was. */
    public long toldMicros() {
        return toldMicros;
    }

    /** Within how long. */
    public long retryAfterMicros() {
        return retryAfterMicros;
    }

    public long closedMicros() {
        return closedMicros;
    }

    /** 0 where it was closed without one. */
    public int code() {
        return code;
    }
}
