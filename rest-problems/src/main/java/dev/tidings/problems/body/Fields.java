package dev.tidings.problems.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * The members of one JSON object. Read all of them, then call {@link #done()}: it throws {@code validation} (or
 * {@code bad-channel}) with every fault that was met. A member that is {@code null} counts as absent. One request's own,
 * not safe for use by several threads.
 *
 * <pre>{@code
 * var body = Fields.of(json);
 * var title = body.required("title", Shapes.text(200));
 * var ttl = body.optional("ttl", Shapes.integer(1, 3600)).orElse(60);
 * body.done();
 * }</pre>
 */
public final class Fields {

    private final JsonNode object;
    private final Place place;

    Fields(JsonNode object, Place place) {
        this.object = object;
        this.place = place;
    }

    /** Of a whole body. Throws at once where that is no object: then it has no fields. */
    public static Fields of(JsonNode body) {
        Faults faults = new Faults();
        Place root = Place.root(faults);
        if (!body.isObject()) {
            root.fault("must be a JSON object");
            faults.refuseIfAny();
        }
        return new Fields(body, root);
    }

    /** The member's value. Null only after a fault, and so never seen by anything after {@link #done()}. */
    public <T> T required(String name, Shape<T> shape) {
        JsonNode value = value(name);
        Optional<T> read =
                value.isMissingNode() ? place.member(name).fault("is required") : shape.read(value, place.member(name));
        return read.orElse(null);
    }

    /** The member's value, or empty where it is absent or at fault. */
    public <T> Optional<T> optional(String name, Shape<T> shape) {
        JsonNode value = value(name);
        return value.isMissingNode() ? Optional.empty() : shape.read(value, place.member(name));
    }

    /** Whether the member is there, whatever it looks like. */
    public boolean has(String name) {
        return !value(name).isMissingNode();
    }

    /** A fault that only several members together show. */
    public void fault(String name, String message) {
        place.member(name).fault(message);
    }

    public void done() {
        place.faults().refuseIfAny();
    }

    private JsonNode value(String name) {
        JsonNode value = object.path(name);
        return value.isNull() ? MissingNode.getInstance() : value;
    }
}
