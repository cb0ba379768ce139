package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.Channel;
import java.util.List;
import java.util.Optional;

/** An event of the product team's own, checked. Immutable; nobody writes to {@code data}. */
record Event(Channel channel, String type, Optional<String> id, Optional<JsonNode> data) implements Publication {

    @Override
    public String id(String given) {
        return id.orElse(given);
    }

    @Override
    public List<Channel> channels() {
        return List.of(channel);
    }

    @Override
    public byte[] encode(String app, String id, String time) {
        return EventWriter.write(app, id, type, time, event -> {
            if (data.isPresent()) {
                event.writeFieldName("data");
                event.writeTree(data.get());
            }
        });
    }
}
