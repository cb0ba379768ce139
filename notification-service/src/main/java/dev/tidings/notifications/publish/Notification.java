package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.contract.channel.Channel;
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
        ObjectNode data)
        implements Publication {

    Notification {
        actions = List.copyOf(actions);
    }

    @Override
    public String id(String given) {
        return given;
    }

    @Override
    public List<Channel> channels() {
        return to.channels();
    }

    @Override
    public Optional<String> mutable() {
        return priority == Priority.CRITICAL ? Optional.empty() : category;
    }

    @Override
    public byte[] encode(String app, String id, String time) {
        return NotificationEvent.encode(app, id, time, this);
    }
}
