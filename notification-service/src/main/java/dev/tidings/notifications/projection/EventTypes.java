package dev.tidings.notifications.projection;

/** The event types that the view knows. */
public final class EventTypes {

    public static final String NOTIFICATION = "notification.created";
    public static final String CHANGED = "feed.changed";
    public static final String BADGE = "feed.badge";

    /** Ours: the user was deleted, with all that is on the channel up to it. */
    public static final String DELETED = "feed.deleted";

    private EventTypes() {}
}
