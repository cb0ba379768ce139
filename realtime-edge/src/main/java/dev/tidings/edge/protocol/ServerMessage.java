package dev.tidings.edge.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.problem.FrameError;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the edge says, besides events: section 4.1 of the contract. A record's members are the message's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerMessage.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = ServerMessage.Subscribed.class, name = "subscribed"),
    @JsonSubTypes.Type(value = ServerMessage.Live.class, name = "live"),
    @JsonSubTypes.Type(value = ServerMessage.Unsubscribed.class, name = "unsubscribed"),
    @JsonSubTypes.Type(value = ServerMessage.Refreshed.class, name = "refreshed"),
    @JsonSubTypes.Type(value = ServerMessage.Expiring.class, name = "expiring"),
    @JsonSubTypes.Type(value = ServerMessage.Ping.class, name = "ping"),
    @JsonSubTypes.Type(value = ServerMessage.Refused.class, name = "error")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public sealed interface ServerMessage {

    @RegisterForReflection
    record Welcome(String session, String user, String epoch, long heartbeat, long expiresIn)
            implements ServerMessage {}

    /** {@code recovered} is absent where no position was given. */
    @RegisterForReflection
    record Subscribed(String channel, long offset, Boolean recovered, String reason, JsonNode ref)
            implements ServerMessage {}

    @RegisterForReflection
    record Live(String channel, long offset) implements ServerMessage {}

    @RegisterForReflection
    record Unsubscribed(String channel, String code, JsonNode ref) implements ServerMessage {}

    @RegisterForReflection
    record Refreshed(long expiresIn, JsonNode ref) implements ServerMessage {}

    @RegisterForReflection
    record Expiring(long expiresIn) implements ServerMessage {}

    @RegisterForReflection
    record Ping() implements ServerMessage {}

    @RegisterForReflection
    record Refused(String code, String message, JsonNode ref) implements ServerMessage {
        public static Refused of(FrameError error, String message, JsonNode ref) {
            return new Refused(error.code(), message, ref);
        }
    }
}
