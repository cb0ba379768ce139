package dev.tidings.notifications.log;

import dev.tidings.contract.position.Position;
import java.util.List;

/** What an append came to. */
public sealed interface Append {

    /** All in-sync replicas have it, on every channel; positions in the order of the channels. */
    record Written(List<Position> positions) implements Append {
        public Written {
            positions = List.copyOf(positions);
        }
    }

    /** It is not known to be in the log on every channel. On some, or on all, it may be. */
    record Unavailable() implements Append {}

    /** Too much is on its way already; nothing of it was sent. */
    record OverCapacity() implements Append {}
}
