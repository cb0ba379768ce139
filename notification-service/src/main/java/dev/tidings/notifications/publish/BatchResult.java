package dev.tidings.notifications.publish;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.contract.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The answer to a batch: what became of each item, in the batch's order. */
@RegisterForReflection
record BatchResult(List<Item> results) {

    /** Either {@code id} and {@code positions}, or a {@code problem}. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(int status, String id, List<Published.At> positions, Problem problem) {}

    /** Of the good ones, in their order, it was published so. */
    static BatchResult of(Batch batch, List<Published> published) {
        Iterator<Published> next = published.iterator();
        List<Item> results = new ArrayList<>(batch.items().size());
        for (Batch.Item item : batch.items()) {
            results.add(
                    switch (item) {
                        case Batch.Item.Good _ -> accepted(next.next());
                        case Batch.Item.Refused(var refusal) ->
                            new Item(refusal.code().status(), null, null, refusal.problem());
                    });
        }
        return new BatchResult(results);
    }

    private static Item accepted(Published published) {
        return new Item(202, published.id(), published.positions(), null);
    }
}
