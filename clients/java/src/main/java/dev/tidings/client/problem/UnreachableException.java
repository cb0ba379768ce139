package dev.tidings.client.problem;

/**
 * There was no answer, over all attempts. Whether the call arrived nobody knows; made again with the same
 * {@code IdempotencyKey} it doesn't double anything.
 */
public final class UnreachableException extends TidingsException {

    private static final long serialVersionUID = 1;

    /** At that address. */
    public UnreachableException(String address, Throwable cause) {
        super("nobody answers at " + address + ": " + cause, cause);
    }
}
