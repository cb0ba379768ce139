package dev.tidings.client.stream;

/** The contract's close codes, and what a client does at each: come back with its position, or not. */
enum CloseVerdict {
    NORMAL(1000, "closed"),
    GOING_AWAY(1001, "the server goes away"),
    RESTARTING(1012, "the server goes away"),
    TOO_BIG(1009, "a message was too big"),
    INTERNAL(1011, "the server failed"),
    NOT_UNDERSTOOD(4000, "the server did not understand us", false),
    TIME_IS_OVER(4001, "the connection's time was over"),
    REVOKED(4003, "the user was revoked", false),
    NO_PROGRESS(4008, "nothing was read for too long"),
    OVER_RATE(4029, "too many messages were sent"),
    /** Any other, also one of a later version of the server. */
    UNKNOWN(0, "closed");

    private final int code;
    private final String meaning;
    private final boolean comesBack;

    CloseVerdict(int code, String meaning) {
        this(code, meaning, true);
    }

    CloseVerdict(int code, String meaning, boolean comesBack) {
        this.code = code;
        this.meaning = meaning;
        this.comesBack = comesBack;
    }

    static CloseVerdict of(int code) {
        for (CloseVerdict verdict : values()) {
            if (verdict.code == code) {
                return verdict;
            }
        }
        return UNKNOWN;
    }

    String meaning() {
        return meaning;
    }

    boolean comesBack() {
        return comesBack;
    }
}
