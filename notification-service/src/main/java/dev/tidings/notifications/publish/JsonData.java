package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;

/** The product team's own JSON, kept as it is within these bounds. */
final class JsonData {

    static final int MAX_BYTES = 16 * 1024;

    /** The log's readers take 64 levels; an event around it has two of its own, and clients get by with less. */
    private static final int MAX_DEPTH = 32;

    private JsonData() {}

    static Shape<ObjectNode> object() {
        return bounded(Shapes.anyObject(MAX_BYTES));
    }

    static Shape<JsonNode> value() {
        return bounded(Shapes.any(MAX_BYTES));
    }

    private static <T extends JsonNode> Shape<T> bounded(Shape<T> shape) {
        return shape.where(
                data -> isWithin(data, MAX_DEPTH), "must not be nested deeper than " + MAX_DEPTH + " levels");
    }

    private static boolean isWithin(JsonNode value, int levels) {
        if (!value.isContainerNode()) {
            return true;
        }
        if (levels == 0) {
            return false;
        }
        for (JsonNode child : value) {
            if (!isWithin(child, levels - 1)) {
                return false;
            }
        }
        return true;
    }
}
