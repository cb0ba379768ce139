package dev.tidings.notifications.publish;

import dev.tidings.contract.position.Position;
import java.util.List;

/** What became of a publication: its id, and where the log has it. Immutable. */
record Published(String id, List<Position> positions) {

    Published {
        positions = List.copyOf(positions);
    }
}
