package dev.tidings.local.process;

/** Something that a person at a terminal can act on. The message is the whole of what is shown: no stack trace. */
public final class StackFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackFailure(String message) {
        super(message);
    }

    public StackFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
