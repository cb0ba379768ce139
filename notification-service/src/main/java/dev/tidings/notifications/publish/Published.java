package dev.tidings.notifications.publish;

import dev.tidings.contract.position.Position;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/** The answer to a publish: the notification's id, and where the log has it. */
@RegisterForReflection
public record Published(String id, List<At> positions) {

    public Published {
        positions = List.copyOf(positions);
    }

    /** A position, as it is written. */
    @RegisterForReflection
    public record At(String channel, String epoch, long offset) {}

    static Published of(UUID id, List<Position> positions) {
        return new Published(
                id.toString(),
                positions.stream()
                        .map(position -> new At(
                                position.channel().name(), position.epoch().text(), position.offset()))
                        .toList());
    }
}
