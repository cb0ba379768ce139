package dev.tidings.edge.log;

/** Why a gap can't be replayed: the {@code reason} beside {@code recovered:false}. Immutable. */
public enum Loss {
    /** The position is of another log. */
    EPOCH("epoch"),
    /** The log no longer has what followed it. */
    EXPIRED("expired"),
    /** More would have to be read than the edge is ready to. */
    TOO_FAR("too-far"),
    /** The log has not reached that offset. */
    UNKNOWN("unknown");

    private final String reason;

    Loss(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
