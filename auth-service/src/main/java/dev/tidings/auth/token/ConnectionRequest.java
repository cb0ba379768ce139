package dev.tidings.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.contract.channel.ChannelPattern;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a connection token is asked for.
 *
 * @param ttl the time to open a connection with it
 * @param connectionTtl how long a connection opened with it may stay without a refresh
 */
public record ConnectionRequest(
        String user,
        List<ChannelPattern> channels,
        List<ChannelPattern> publish,
        Map<String, Object> info,
        Optional<Instant> joined,
        Duration ttl,
        Duration connectionTtl) {

    private static final int DEFAULT_TTL = 60;
    private static final int MAX_TTL = 3_600;
    public static final int DEFAULT_CONNECTION_TTL = 3_600;
    public static final int MIN_CONNECTION_TTL = 5;
    public static final int MAX_CONNECTION_TTL = 86_400;
    public static final int MAX_PATTERNS = 100;
    private static final int MAX_INFO_BYTES = 2 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Shape<List<ChannelPattern>> PATTERNS = Shapes.list(Shapes.channelPattern(), 0, MAX_PATTERNS);
    /** A claim can't hold null, and an absent member says the same. */
    private static final Shape<ObjectNode> INFO =
            Shapes.anyObject(MAX_INFO_BYTES).where(info -> !hasNull(info), "must not have null: leave the member out");

    public ConnectionRequest {
        channels = List.copyOf(channels);
        publish = List.copyOf(publish);
        info = Collections.unmodifiableMap(new LinkedHashMap<>(info));
    }

    /** For a user whom somebody else vouches for, with what is configured for all of theirs. */
    public static ConnectionRequest of(
            String user, List<ChannelPattern> channels, List<ChannelPattern> publish, Duration connectionTtl) {
        return new ConnectionRequest(
                user, channels, publish, Map.of(), Optional.empty(), Duration.ofSeconds(DEFAULT_TTL), connectionTtl);
    }

    /** Throws {@code validation} with all faults. */
    static ConnectionRequest read(JsonNode json) {
        Fields body = Fields.of(json);
        var user = body.required("user", Shapes.user());
        var channels = body.optional("channels", PATTERNS).orElse(List.of());
        var publish = body.optional("publish", PATTERNS).orElse(List.of());
        var info = body.optional("info", INFO);
        var joined = body.optional("joined", Shapes.instant());
        int ttl = body.optional("ttl", Shapes.integer(1, MAX_TTL)).orElse(DEFAULT_TTL);
        int connectionTtl = body.optional("connectionTtl", Shapes.integer(MIN_CONNECTION_TTL, MAX_CONNECTION_TTL))
                .orElse(DEFAULT_CONNECTION_TTL);
        body.done();
        return new ConnectionRequest(
                user,
                channels,
                publish,
                info.map(ConnectionRequest::toMap).orElse(Map.of()),
                joined,
                Duration.ofSeconds(ttl),
                Duration.ofSeconds(connectionTtl));
    }

    private static boolean hasNull(JsonNode value) {
        return value.isNull() || value.valueStream().anyMatch(ConnectionRequest::hasNull);
    }

    private static Map<String, Object> toMap(ObjectNode object) {
        return JSON.convertValue(object, JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }
}
