package dev.tidings.edge.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.problem.FrameError;
import java.util.Optional;

/**
 * What a client says: section 4.2 of the contract, checked. {@code ref} is the client's own name for its request, null
 * where it gave none.
 */
public sealed interface ClientMessage {

    /** {@code grant}: a token for this one subscription, where the connection's own does not allow it. */
    record Subscribe(Channel channel, Optional<Since> since, Optional<String> grant, JsonNode ref)
            implements ClientMessage {}

    /** The position that a subscription goes on from. */
    record Since(Epoch epoch, long offset) {}

    record Unsubscribe(Channel channel, JsonNode ref) implements ClientMessage {}

    record Refresh(String token, JsonNode ref) implements ClientMessage {}

    /** {@code event} becomes the type {@code client.<event>}; {@code data} is null where there is none. */
    record Publish(Channel channel, String event, JsonNode data, JsonNode ref) implements ClientMessage {}

    record Pong() implements ClientMessage {}

    /** Not of the contract's form. */
    record Bad(FrameError error, String message, JsonNode ref) implements ClientMessage {}
}
