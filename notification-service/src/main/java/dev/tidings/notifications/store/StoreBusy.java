package dev.tidings.notifications.store;

/** The database was not asked, as too many wait for it; that says nothing of whether it is there. */
public final class StoreBusy extends StoreFailure {

    private static final long serialVersionUID = 1;

    StoreBusy() {
        super(new IllegalStateException("too many wait for it"));
    }
}
