package dev.tidings.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.Channel;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;
import java.time.Duration;

/** What a grant is asked for: one user, one private or presence channel. */
record GrantRequest(String user, Channel channel, Duration ttl) {

    private static final int DEFAULT_TTL = 60;
    private static final int MAX_TTL = 3_600;

    /** The others need no grant, or can't be given away. */
    private static final Shape<Channel> CHANNEL = Shapes.channel()
            .where(
                    channel -> channel instanceof Channel.Private || channel instanceof Channel.Presence,
                    "must be a private: or presence: channel");

    /** Throws {@code validation} or {@code bad-channel} with all faults. */
    static GrantRequest read(JsonNode json) {
        Fields body = Fields.of(json);
        String user = body.required("user", Shapes.user());
        Channel channel = body.required("channel", CHANNEL);
        int ttl = body.optional("ttl", Shapes.integer(1, MAX_TTL)).orElse(DEFAULT_TTL);
        body.done();
        return new GrantRequest(user, channel, Duration.ofSeconds(ttl));
    }
}
