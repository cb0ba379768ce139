package dev.tidings.client.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JSON value. Immutable. Its {@code toString()} is its JSON text.
 *
 * <p>Reading what isn't there doesn't fail: a member that is missing is {@link Null}, and what is no text has none.
 */
public sealed interface Json {

    /** An object, its members in their order. */
    record Members(Map<String, Json> members) implements Json {
        /** Copies. */
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** An array. */
    record Items(List<Json> items) implements Json {
        /** Copies. */
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** A string. */
    record Text(String value) implements Json {
        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** A number as it is written, so that none loses a digit: {@code 1.0} and {@code 1} are two. */
    record Numeral(String written) implements Json {
        /** Refuses what is no JSON number: it would be written as it is. */
        public Numeral {
            if (!JsonReader.isNumber(written)) {
                throw new IllegalArgumentException("no JSON number: " + written);
            }
        }

        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** True or false. */
    record Truth(boolean value) implements Json {
        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** Null, also for what is missing. */
    record Null() implements Json {

        /** The one there is. */
        public static final Null VALUE = new Null();

        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** Reads one JSON value and nothing after it; throws {@link MalformedJsonException} for anything else. */
    static Json parse(String text) {
        return JsonReader.read(text);
    }

    /**
     * The value of a map, a list, a string, a number, a boolean, null or Json, and of such within them; anything else is an
     * {@link IllegalArgumentException}.
     */
    static Json of(Object value) {
        if (value == null) {
            return Null.VALUE;
        }
        if (value instanceof Json json) {
            return json;
        }
        if (value instanceof CharSequence text) {
            return new Text(text.toString());
        }
        if (value instanceof Boolean truth) {
            return new Truth(truth);
        }
        if (value instanceof Number number) {
            return new Numeral(number.toString());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Json> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put(String.valueOf(name), of(member)));
            return new Members(members);
        }
        if (value instanceof Iterable<?> iterable) {
            List<Json> items = new ArrayList<>();
            iterable.forEach(item -> items.add(of(item)));
            return new Items(items);
        }
        throw new IllegalArgumentException(
                "not a JSON value: " + value.getClass().getName());
    }

    /** That member, or {@link Null}. */
    default Json get(String name) {
        return this instanceof Members object ? object.members().getOrDefault(name, Null.VALUE) : Null.VALUE;
    }

    /** The items of an array; of anything else none. */
    default List<Json> list() {
        return this instanceof Items array ? array.items() : List.of();
    }

    /** The string, if it is one. */
    default Optional<String> text() {
        return this instanceof Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /** The string, or what is given instead. */
    default String text(String otherwise) {
        return this instanceof Text text ? text.value() : otherwise;
    }

    /** The number, if it is an integer that a {@code long} holds. */
    default OptionalLong integer() {
        if (this instanceof Numeral number) {
            try {
                return OptionalLong.of(Long.parseLong(number.written()));
            } catch (NumberFormatException e) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    /** The number, as near as a {@code double} comes, or what is given instead. */
    default double decimal(double otherwise) {
        return this instanceof Numeral number ? Double.parseDouble(number.written()) : otherwise;
    }

    /** The truth, if it is one. */
    default Optional<Boolean> truth() {
        return this instanceof Truth truth ? Optional.of(truth.value()) : Optional.empty();
    }

    /** Whether it is null, or was not there. */
    default boolean isNull() {
        return this instanceof Null;
    }
}
