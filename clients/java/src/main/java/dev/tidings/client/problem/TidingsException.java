package dev.tidings.client.problem;

/** A call or a stream failed. Its kinds say how: {@link ProblemException}, {@link UnreachableException}. */
public class TidingsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With what a person is to read. */
    public TidingsException(String message) {
        super(message);
    }

    /** With what a person is to read, and what was behind it. */
    public TidingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
