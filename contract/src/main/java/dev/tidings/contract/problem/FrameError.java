package dev.tidings.contract.problem;

/** Why a message on a socket was refused; the connection stays. */
public enum FrameError {
    BAD_MESSAGE("bad-message"),
    BAD_CHANNEL("bad-channel"),
    BAD_POSITION("bad-position"),
    CHANNEL_REFUSED("channel-refused"),
    TOO_MANY_CHANNELS("too-many-channels"),
    NOT_SUBSCRIBED("not-subscribed"),
    RATE_LIMITED("rate-limited"),
    TOKEN_INVALID("token-invalid"),
    TOKEN_EXPIRED("token-expired"),
    LOG_UNAVAILABLE("log-unavailable");

    private final String code;

    FrameError(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
