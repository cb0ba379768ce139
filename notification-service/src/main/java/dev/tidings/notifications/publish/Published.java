package dev.tidings.notifications.publish;

import dev.tidings.contract.position.Position;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The answer to a publish: its id, and where the log has it. */
@RegisterForReflection
public record Published(String id, List<At> positions) {

    public Published {
        positions = List.copyOf(positions);
    }

    /** A position, as it is written. */
    @RegisterForReflection
    public record At(String channel, String epoch, long offset) {}

    static Published of(String id, List<Position> positions) {
        return new Published(
                id,
                positions.stream()
                        .map(position -> new At(
                                position.channel().name(), position.epoch().text(), position.offset()))
                        .toList());
    }
}
