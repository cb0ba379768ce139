package dev.tidings.client.backend;

import dev.tidings.client.json.Json;
import dev.tidings.client.stream.Position;
import java.util.List;

/**
 * The log has it.
 *
 * @param id the notification's or event's
 * @param positions where it is, one for each channel; none for a user who has muted its category
 */
public record Receipt(String id, List<Position> positions) {

    /** Copies. */
    public Receipt {
        positions = List.copyOf(positions);
    }

    static Receipt read(Json answer) {
        List<Position> positions = answer.get("positions").list().stream()
                .map(position -> new Position(
                        position.get("channel").text(""),
                        position.get("epoch").text(""),
                        position.get("offset").integer().orElse(Position.NOTHING)))
                .toList();
        return new Receipt(answer.get("id").text(""), positions);
    }
}
