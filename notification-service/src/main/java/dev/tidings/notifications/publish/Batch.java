package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.problem.Problem.FieldError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.idempotency.CallKey;
import dev.tidings.notifications.idempotency.KeyedCall;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.body.StrictJson;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Notifications of one call, each good or refused for itself. Immutable. */
record Batch(List<Item> items, Optional<KeyedCall> keyed) {

    private static final int MAX_ITEMS = 1_000;

    /** Of all of them together: a position each is written into the answer. */
    private static final int MAX_RECIPIENTS = 100_000;

    /** Likewise: a body of 16 MiB could have millions of them, each with a message many times its size. */
    private static final int MAX_FAULTS = 10_000;

    sealed interface Item {
        record Good(Notification notification) implements Item {}

        record Refused(ProblemException refusal) implements Item {}
    }

    Batch {
        items = List.copyOf(items);
    }

    /** Throws where it is no batch: then nothing of it is published. May take a while. */
    static Batch read(byte[] body, String app, Instant now, Optional<CallKey> key, String path) {
        JsonNode said = StrictJson.read(new ByteArrayInputStream(body));
        require(said.isArray() && !said.isEmpty() && said.size() <= MAX_ITEMS, "must be a list of 1 to 1000 items");
        Batch batch = new Batch(items(said, app, now), key.map(known -> KeyedCall.of(known, path, said)));
        int recipients = batch.good().stream()
                .mapToInt(notification -> notification.channels().size())
                .sum();
        require(recipients <= MAX_RECIPIENTS, "must have at most " + MAX_RECIPIENTS + " recipients together");
        return batch;
    }

    List<Notification> good() {
        return items.stream()
                .flatMap(item ->
                        item instanceof Item.Good(Notification notification) ? Stream.of(notification) : Stream.empty())
                .toList();
    }

    private static List<Item> items(JsonNode said, String app, Instant now) {
        List<Item> items = new ArrayList<>(said.size());
        int faults = 0;
        for (JsonNode one : said) {
            Item item = item(one, app, now);
            if (item instanceof Item.Refused(var refusal)) {
                faults += refusal.problem().errors().size();
                require(faults <= MAX_FAULTS, "must have at most " + MAX_FAULTS + " faults together");
            }
            items.add(item);
        }
        return items;
    }

    private static Item item(JsonNode said, String app, Instant now) {
        try {
            return new Item.Good(NotificationBody.read(said, app, now));
        } catch (ProblemException refusal) {
            return new Item.Refused(refusal);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new ProblemException(
                    ProblemCode.VALIDATION, "1 field is not valid.", List.of(new FieldError("", rule)));
        }
    }
}
