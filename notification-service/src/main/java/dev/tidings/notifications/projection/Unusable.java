package dev.tidings.notifications.projection;

/** An event that is none of its kind. Says why as a kind, which is counted and logged by kind. */
final class Unusable extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unusable(String kind) {
        super(kind, null, false, false);
    }
}
