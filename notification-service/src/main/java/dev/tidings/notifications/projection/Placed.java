package dev.tidings.notifications.projection;

/** An entry with the key of its channel's row and its place. */
record Placed(long channel, long place, Entry entry) {

    /** Of one that is known to be an item. */
    Said.Item item() {
        return (Said.Item) entry.said();
    }
}
