package dev.tidings.problems.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.channel.ChannelPattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The shapes that bodies are made of. */
public final class Shapes {

    /** PostgreSQL's timestamps and four-digit years end before that; nothing of ours does. */
    private static final Instant LAST_INSTANT = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Shapes() {}

    /** A string of 1 to {@code maxLength} characters, not only blanks. */
    public static Shape<String> text(int maxLength) {
        return anyText(maxLength).where(text -> !text.isBlank(), "must not be empty");
    }

    /** As {@link #text}, but it may be empty. Characters are code points: an emoji is one. */
    public static Shape<String> anyText(int maxLength) {
        return (value, place) -> {
            if (!value.isTextual()) {
                return place.fault("must be a string");
            }
            String text = value.textValue();
            // Half of the comparison first: counting code points of a megabyte is not free.
            if (text.length() > 2 * maxLength || text.codePointCount(0, text.length()) > maxLength) {
                return place.fault("must have at most " + maxLength + " characters");
            }
            return Storable.isStorable(text) ? Optional.of(text) : place.fault(Storable.RULE);
        };
    }

    /** A user's id. */
    public static Shape<String> user() {
        return strings(
                "must be 1 to 160 of A-Z a-z 0-9 _ . - = + @ ,",
                text -> Optional.of(text).filter(Channel::isName));
    }

    public static Shape<ChannelPattern> channelPattern() {
        return strings(
                "must be a private: or presence: channel, or the beginning of one followed by *",
                ChannelPattern::parse);
    }

    /** A channel of any kind; its fault alone makes the refusal {@code bad-channel}. */
    public static Shape<Channel> channel() {
        return (value, place) -> {
            if (!value.isTextual()) {
                return place.fault("must be a string");
            }
            Optional<Channel> channel = Channel.parse(value.textValue());
            return channel.isPresent() ? channel : place.badChannel();
        };
    }

    /** A whole number, written without a fraction, from {@code min} to {@code max}, both included. */
    public static Shape<Integer> integer(int min, int max) {
        return (value, place) -> {
            if (!value.isIntegralNumber()) {
                return place.fault("must be a whole number");
            }
            return value.canConvertToInt() && value.intValue() >= min && value.intValue() <= max
                    ? Optional.of(value.intValue())
                    : place.fault("must be from " + min + " to " + max);
        };
    }

    public static Shape<Boolean> bool() {
        return (value, place) ->
                value.isBoolean() ? Optional.of(value.booleanValue()) : place.fault("must be true or false");
    }

    /** A time as RFC 3339 writes it, in any offset. */
    public static Shape<Instant> instant() {
        return strings("must be a time such as 2026-11-01T00:00:00Z", Shapes::parseInstant);
    }

    /** One of a closed set, by its word on the wire. */
    public static <T> Shape<T> oneOf(Map<String, T> byWord) {
        String message = "must be one of " + String.join(", ", new TreeSet<>(byWord.keySet()));
        return strings(message, text -> Optional.ofNullable(byWord.get(text)));
    }

    /** A list of {@code min} to {@code max} items; the faulty ones are named, each by its index, and left out. */
    public static <T> Shape<List<T>> list(Shape<T> item, int min, int max) {
        return (value, place) -> {
            if (!value.isArray()) {
                return place.fault("must be a list");
            }
            if (value.size() < min || value.size() > max) {
                return place.fault("must have " + min + " to " + max + " items");
            }
            List<T> items = new ArrayList<>(value.size());
            for (int i = 0; i < value.size(); i++) {
                item.read(value.get(i), place.item(i)).ifPresent(items::add);
            }
            return Optional.of(List.copyOf(items));
        };
    }

    /** An object of its own shape. What is built of it sees null for what is at fault, and goes no further. */
    public static <T> Shape<T> object(Function<Fields, T> reading) {
        return (value, place) -> value.isObject()
                ? Optional.ofNullable(reading.apply(new Fields(value, place)))
                : place.fault("must be an object");
    }

    /** Any object, kept as it is, of at most {@code maxBytes} when written without blanks. */
    public static Shape<ObjectNode> anyObject(int maxBytes) {
        return (value, place) -> value instanceof ObjectNode object
                ? any(maxBytes).read(value, place).map(same -> object)
                : place.fault("must be an object");
    }

    /** Any JSON value, kept as it is, of at most {@code maxBytes} when written without blanks. */
    public static Shape<JsonNode> any(int maxBytes) {
        return (value, place) -> {
            if (!Storable.isWithin(value, maxBytes)) {
                return place.fault("must have at most " + maxBytes + " bytes");
            }
            return Storable.isStorable(value) ? Optional.of(value) : place.fault(Storable.RULE);
        };
    }

    private static <T> Shape<T> strings(String message, Function<String, Optional<T>> parse) {
        return (value, place) -> {
            Optional<T> read = value.isTextual() ? parse.apply(value.textValue()) : Optional.empty();
            return read.isPresent() ? read : place.fault(message);
        };
    }

    private static Optional<Instant> parseInstant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(time -> !time.isBefore(Instant.EPOCH) && !time.isAfter(LAST_INSTANT));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
