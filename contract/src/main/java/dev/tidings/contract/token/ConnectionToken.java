package dev.tidings.contract.token;

import dev.tidings.contract.channel.ChannelPattern;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A verified connection token: who connects, as whom, to what, for how long. Immutable.
 *
 * @param connectionExpiresAt until when a connection opened with it may stay without a refresh; no leeway
 * @param info what other members of a presence channel see of this user
 * @param joined broadcasts from before it are not in this user's feed
 */
public record ConnectionToken(
        String app,
        String user,
        String session,
        Instant issuedAt,
        Instant connectionExpiresAt,
        List<ChannelPattern> channels,
        List<ChannelPattern> publish,
        Map<String, Object> info,
        Optional<Instant> joined) {

    public ConnectionToken {
        channels = List.copyOf(channels);
        publish = List.copyOf(publish);
        // A JSON object: a null in it is a value.
        info = Collections.unmodifiableMap(new LinkedHashMap<>(info));
    }
}
