package dev.tidings.contract.problem;

/** Why a socket was closed. The contract says for each what the client does then. */
public enum CloseCode {
    GOING_AWAY(1012, "going away"),
    TOO_BIG(1009, "message too big"),
    INTERNAL(1011, "internal error"),
    TOO_MANY_BAD_MESSAGES(4000, "too many bad messages"),
    TIME_IS_OVER(4001, "the connection's time is over"),
    REVOKED(4003, "revoked"),
    NO_PROGRESS(4008, "nothing could be written"),
    OVER_RATE(4029, "over the message rate");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
