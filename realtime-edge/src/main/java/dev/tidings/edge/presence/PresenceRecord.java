package dev.tidings.edge.presence;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What a record of the presence topic says. An edge's sign of life has the key {@code edge/<edge>} and the value {@code here} or
 * {@code going}; who is on a channel there has the key {@code seat/<edge>/<app>/<channel>/<user>} and what others see of them as
 * value. No value: that holds no more. No part of a key can hold a slash. Immutable.
 */
sealed interface PresenceRecord {

    /** That edge lives. */
    record Here(String edge) implements PresenceRecord {}

    /** That edge ends, and its members are on their way to others. */
    record Going(String edge) implements PresenceRecord {}

    /** Nothing of that edge is in the topic any more. */
    record Gone(String edge) implements PresenceRecord {}

    record Taken(Seat seat, Member member) implements PresenceRecord {}

    record Left(Seat seat) implements PresenceRecord {}

    /** A place that a user has on a channel by an edge, whatever the number of connections. */
    record Seat(String edge, AppChannel channel, String user) {
        byte[] key() {
            return utf8("seat/" + edge + "/" + channel.key() + "/" + user);
        }
    }

    byte[] HERE = utf8("here");
    byte[] GOING = utf8("going");

    /** More than a token may carry, and no more. */
    int MAX_INFO_BYTES = 8 * 1024;

    JsonMapper JSON = JsonMapper.builder().build();

    static byte[] key(String edge) {
        return utf8("edge/" + edge);
    }

    static byte[] info(Map<String, Object> info) {
        try {
            return JSON.writeValueAsBytes(info);
        } catch (JacksonException e) {
            throw new IllegalStateException("a token's claim that is no JSON", e);
        }
    }

    /** Empty where it is none of ours. Never throws. */
    static Optional<PresenceRecord> read(byte[] key, byte[] value) {
        String[] parts = key == null ? new String[0] : new String(key, StandardCharsets.UTF_8).split("/", -1);
        if (parts.length == 2 && parts[0].equals("edge")) {
            return readEdge(parts[1], value);
        }
        if (parts.length == 5 && parts[0].equals("seat") && Channel.isName(parts[4])) {
            return AppChannel.parseKey(parts[2] + "/" + parts[3])
                    .filter(channel -> channel.channel() instanceof Channel.Presence)
                    .flatMap(channel -> readSeat(new Seat(parts[1], channel, parts[4]), value));
        }
        return Optional.empty();
    }

    private static Optional<PresenceRecord> readEdge(String edge, byte[] value) {
        if (value == null) {
            return Optional.of(new Gone(edge));
        }
        if (Arrays.equals(value, HERE)) {
            return Optional.of(new Here(edge));
        }
        return Arrays.equals(value, GOING) ? Optional.of(new Going(edge)) : Optional.empty();
    }

    private static Optional<PresenceRecord> readSeat(Seat seat, byte[] value) {
        if (value == null) {
            return Optional.of(new Left(seat));
        }
        return isObject(value) ? Optional.of(new Taken(seat, new Member(seat.user(), value))) : Optional.empty();
    }

    private static boolean isObject(byte[] value) {
        try {
            JsonNode info = value.length > MAX_INFO_BYTES ? null : JSON.readTree(value);
            return info != null && info.isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
