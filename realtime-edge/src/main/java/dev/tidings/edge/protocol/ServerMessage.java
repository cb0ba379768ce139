package dev.tidings.edge.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.problem.FrameError;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the edge says, besides events: section 4.1 of the contract. A record's members are the message's. */
@JsonPropertyOrder("type")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public sealed interface ServerMessage {

    /** The message's own name. */
    @JsonProperty("type")
    String type();

    @RegisterForReflection
    record Welcome(String session, String user, String epoch, long heartbeat, long expiresIn) implements ServerMessage {
        @Override
        public String type() {
            return "welcome";
        }
    }

    /**
     * {@code recovered} is absent where no position was given. {@code epoch} is there where it is not the one of the welcome:
     * the client's positions are of it from now on.
     */
    @RegisterForReflection
    record Subscribed(String channel, long offset, Boolean recovered, String reason, String epoch, JsonNode ref)
            implements ServerMessage {
        @Override
        public String type() {
            return "subscribed";
        }
    }

    @RegisterForReflection
    record Live(String channel, long offset) implements ServerMessage {
        @Override
        public String type() {
            return "live";
        }
    }

    @RegisterForReflection
    record Unsubscribed(String channel, String code, JsonNode ref) implements ServerMessage {
        @Override
        public String type() {
            return "unsubscribed";
        }
    }

    @RegisterForReflection
    record Refreshed(long expiresIn, JsonNode ref) implements ServerMessage {
        @Override
        public String type() {
            return "refreshed";
        }
    }

    @RegisterForReflection
    record Expiring(long expiresIn) implements ServerMessage {
        @Override
        public String type() {
            return "expiring";
        }
    }

    @RegisterForReflection
    record Published(JsonNode ref, String channel, long offset) implements ServerMessage {
        @Override
        public String type() {
            return "published";
        }
    }

    /** Connect anew within that many seconds. */
    @RegisterForReflection
    record Draining(double retryAfter) implements ServerMessage {
        @Override
        public String type() {
            return "draining";
        }
    }

    @RegisterForReflection
    record Ping() implements ServerMessage {
        @Override
        public String type() {
            return "ping";
        }
    }

    @RegisterForReflection
    record Refused(String code, String message, JsonNode ref) implements ServerMessage {
        public static Refused of(FrameError error, String message, JsonNode ref) {
            return new Refused(error.code(), message, ref);
        }

        @Override
        public String type() {
            return "error";
        }
    }
}
