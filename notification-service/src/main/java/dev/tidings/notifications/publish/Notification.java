package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A notification as a product team sends it, checked. Immutable; nobody writes to {@code data}. */
record Notification(
        Recipients to,
        String type,
        Optional<String> category,
        String title,
        Optional<String> body,
        Optional<String> url,
        Optional<String> icon,
        List<Action> actions,
        Optional<String> group,
        Priority priority,
        Optional<Instant> expiresAt,
        ObjectNode data) {

    Notification {
        actions = List.copyOf(actions);
    }
}
