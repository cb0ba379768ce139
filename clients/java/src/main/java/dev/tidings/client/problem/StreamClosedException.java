package dev.tidings.client.problem;

/** The server ended the stream in a way that another connection would not mend. */
public final class StreamClosedException extends TidingsException {

    private static final long serialVersionUID = 1;

    private final int code;

    /** By that close code. */
    public StreamClosedException(int code, String meaning) {
        super("the stream was closed: " + meaning + " (" + code + ")");
        this.code = code;
    }

    /** The WebSocket's close code: 4003 where the user was revoked. */
    public int code() {
        return code;
    }
}
