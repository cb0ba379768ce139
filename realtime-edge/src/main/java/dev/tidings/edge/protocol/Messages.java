package dev.tidings.edge.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.position.Position;
import dev.tidings.contract.problem.FrameError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Between messages and their JSON. Stateless; safe for use by any thread. */
@RegisterForReflection(targets = CloudEvent.class)
public final class Messages {

    private static final int MAX_REF = 128;
    private static final Pattern EVENT = Pattern.compile("[a-z0-9._-]{1,64}");

    private static final JsonMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Messages() {}

    public static byte[] encode(ServerMessage message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message of ours that is no JSON", e);
        }
    }

    public static byte[] encode(CloudEvent event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event of ours that is no JSON", e);
        }
    }

    /** Whatever comes in, there is an answer: {@link ClientMessage.Bad} says what is wrong with it. */
    public static ClientMessage decode(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return new ClientMessage.Bad(FrameError.BAD_MESSAGE, "not JSON", null);
        }
        JsonNode ref = ref(message);
        if (!message.isObject()) {
            return bad("not a JSON object", null);
        }
        if (ref instanceof MissingNode) {
            return bad("ref: a string or an integer", null);
        }
        return switch (message.path("type").asText("")) {
            case "subscribe" -> onChannel(message, ref, channel -> subscribe(message, channel, ref));
            case "unsubscribe" -> onChannel(message, ref, channel -> new ClientMessage.Unsubscribe(channel, ref));
            case "refresh" ->
                message.path("token").isTextual()
                        ? new ClientMessage.Refresh(message.path("token").textValue(), ref)
                        : bad("token: a string", ref);
            case "publish" -> onChannel(message, ref, channel -> publish(message, channel, ref));
            case "pong" -> new ClientMessage.Pong();
            default -> bad("type: none that is known here", ref);
        };
    }

    private static ClientMessage subscribe(JsonNode message, Channel channel, JsonNode ref) {
        JsonNode epoch = message.path("epoch");
        JsonNode offset = message.path("offset");
        JsonNode granted = message.path("grant");
        if (!isAbsent(granted) && !granted.isTextual()) {
            return bad("grant: a string", ref);
        }
        Optional<String> grant = Optional.ofNullable(granted.textValue());
        if (isAbsent(epoch) && isAbsent(offset)) {
            return new ClientMessage.Subscribe(channel, Optional.empty(), grant, ref);
        }
        if (!epoch.isTextual() || !Epoch.isEpoch(epoch.textValue())) {
            return new ClientMessage.Bad(FrameError.BAD_POSITION, "epoch: the log's, beside an offset", ref);
        }
        if (!offset.canConvertToLong() || !offset.isIntegralNumber() || offset.longValue() < Position.NOTHING) {
            return new ClientMessage.Bad(FrameError.BAD_POSITION, "offset: an integer, beside an epoch", ref);
        }
        ClientMessage.Since since = new ClientMessage.Since(new Epoch(epoch.textValue()), offset.longValue());
        return new ClientMessage.Subscribe(channel, Optional.of(since), grant, ref);
    }

    private static ClientMessage publish(JsonNode message, Channel channel, JsonNode ref) {
        JsonNode event = message.path("event");
        if (!event.isTextual() || !EVENT.matcher(event.textValue()).matches()) {
            return bad("event: 1 to 64 of a-z 0-9 . _ -", ref);
        }
        return new ClientMessage.Publish(channel, event.textValue(), message.get("data"), ref);
    }

    private static ClientMessage onChannel(JsonNode message, JsonNode ref, Function<Channel, ClientMessage> then) {
        JsonNode name = message.path("channel");
        if (!name.isTextual()) {
            return bad("channel: a string", ref);
        }
        return Channel.parse(name.textValue())
                .map(then)
                .orElseGet(() -> new ClientMessage.Bad(FrameError.BAD_CHANNEL, "that is no channel's name", ref));
    }

    /** The ref as it came, null where there is none, a {@link MissingNode} where it is of no form that is echoed. */
    private static JsonNode ref(JsonNode message) {
        JsonNode ref = message.path("ref");
        if (isAbsent(ref)) {
            return null;
        }
        boolean echoed = ref.isIntegralNumber() || ref.isTextual();
        return echoed && ref.asText().length() <= MAX_REF ? ref : MissingNode.getInstance();
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static ClientMessage.Bad bad(String what, JsonNode ref) {
        return new ClientMessage.Bad(FrameError.BAD_MESSAGE, what, ref);
    }
}
