package dev.tidings.notifications.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.notifications.projection.Op;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a user says from the body of a call; throws all of its faults at once. */
final class ChangeBody {

    /** Of all up to a position. */
    record UpTo(Optional<String> upTo, Optional<String> category) {}

    /** Of several items, each named once. */
    record Batch(List<String> ids, List<Op> ops) {}

    /** No item has a longer one. */
    static final int MAX_ID = 255;

    private static final int MAX_IDS = 1_000;
    private static final int MAX_CATEGORY = 100;
    private static final int MAX_RESUME = 20_000;
    private static final Shape<Boolean> SEEN = Shapes.bool().where(seen -> seen, "can't be taken back: must be true");

    private ChangeBody() {}

    static UpTo readUpTo(JsonNode json) {
        Fields body = Fields.of(json);
        Optional<String> upTo = body.optional("upTo", Shapes.text(MAX_RESUME));
        Optional<String> category = body.optional("category", Shapes.text(MAX_CATEGORY));
        body.done();
        return new UpTo(upTo, category);
    }

    static List<Op> readItem(JsonNode json) {
        Fields body = Fields.of(json);
        List<Op> ops = ops(body);
        body.done();
        return ops;
    }

    static Batch readBatch(JsonNode json) {
        Fields body = Fields.of(json);
        List<String> ids = body.required("ids", Shapes.list(Shapes.text(MAX_ID), 1, MAX_IDS));
        List<Op> ops = body.required("set", Shapes.object(ChangeBody::ops));
        body.done();
        return new Batch(ids.stream().distinct().toList(), ops);
    }

    private static List<Op> ops(Fields set) {
        List<Op> ops = new ArrayList<>();
        set.optional("read", Shapes.bool()).ifPresent(read -> ops.add(read ? Op.READ : Op.UNREAD));
        set.optional("seen", SEEN).ifPresent(seen -> ops.add(Op.SEEN));
        set.optional("archived", Shapes.bool()).ifPresent(archived -> ops.add(archived ? Op.ARCHIVED : Op.UNARCHIVED));
        if (ops.isEmpty() && !set.has("read") && !set.has("seen") && !set.has("archived")) {
            set.fault("", "must have at least one of read, seen and archived");
        }
        return ops;
    }
}
