package dev.tidings.notifications.idempotency;

/** The database did not do what it was asked. Whether it did some of it is not known. */
final class StoreFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    StoreFailure(Throwable cause) {
        super(cause.toString(), cause, false, false);
    }
}
