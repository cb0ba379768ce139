package dev.tidings.problems.body;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Predicate;

/** How one value of a body has to look, and what it is read as. Stateless; safe for use by any thread. */
@FunctionalInterface
public interface Shape<T> {

    /** The value; or empty, its fault told to the place. Never called for an absent member or {@code null}. */
    Optional<T> read(JsonNode value, Place place);

    /** Also asks this of it. The message completes "the field ...": {@code "must lie in the future"}. */
    default Shape<T> where(Predicate<? super T> holds, String message) {
        return (value, place) -> {
            Optional<T> read = read(value, place);
            return read.isEmpty() || holds.test(read.get()) ? read : place.fault(message);
        };
    }
}
