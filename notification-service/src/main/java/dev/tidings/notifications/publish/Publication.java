package dev.tidings.notifications.publish;

import dev.tidings.contract.channel.Channel;
import java.util.List;
import java.util.Optional;

/** Something that was read from a call and checked, and can be put on the log. Immutable. */
interface Publication {

    /** Its own id, or the one that is given out. */
    String id(String given);

    /** An event on each of them, in this order; none twice. */
    List<Channel> channels();

    /** The category that a user may have muted; without one it reaches everybody. */
    default Optional<String> mutable() {
        return Optional.empty();
    }

    /** The same event, and so the same id and bytes, for every channel that it goes to. */
    byte[] encode(String app, String id, String time);
}
