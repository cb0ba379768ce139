package dev.tidings.notifications.log;

import dev.tidings.contract.position.Position;
import java.util.List;

/** What an append came to. */
public sealed interface Append {

    /** All in-sync replicas have every record; positions in the order of the records. */
    record Written(List<Position> positions) implements Append {
        public Written {
            positions = List.copyOf(positions);
        }
    }

    /** Not all of it is known to be in the log. Some of it, or all, may be. */
    record Unavailable() implements Append {}

    /** Too much is on its way already; nothing of it was sent. */
    record OverCapacity() implements Append {}
}
