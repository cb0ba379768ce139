package dev.tidings.client.stream;

import dev.tidings.client.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a client may say on a stream, as the wire has it. */
final class Requests {

    private Requests() {}

    /** From the position, or from now on; with the grant, or by the connection's own rights. */
    static Json subscribe(String channel, Optional<Position> from, Optional<String> grant, long ref) {
        Map<String, Object> message = of("subscribe", ref);
        message.put("channel", channel);
        from.ifPresent(position -> {
            message.put("epoch", position.epoch());
            message.put("offset", position.offset());
        });
        grant.ifPresent(token -> message.put("grant", token));
        return Json.of(message);
    }

    static Json unsubscribe(String channel, long ref) {
        Map<String, Object> message = of("unsubscribe", ref);
        message.put("channel", channel);
        return Json.of(message);
    }

    static Json refresh(String token, long ref) {
        Map<String, Object> message = of("refresh", ref);
        message.put("token", token);
        return Json.of(message);
    }

    static Json publish(String channel, String event, Json data, long ref) {
        Map<String, Object> message = of("publish", ref);
        message.put("channel", channel);
        message.put("event", event);
        message.put("data", data);
        return Json.of(message);
    }

    private static Map<String, Object> of(String type, long ref) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("ref", ref);
        return message;
    }
}
