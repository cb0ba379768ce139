package dev.tidings.notifications.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.mutiny.sqlclient.Row;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a user has to know of, in numbers: {@code byCategory} counts the unread that have a category. Immutable. */
public record Counters(long unread, long unseen, SortedMap<String, Long> byCategory) {

    public Counters {
        byCategory = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(byCategory));
    }

    /** Of the rows of {@code counts_of}; a row without a category's name is none. */
    static Counters of(Iterable<Row> rows) {
        long unread = 0;
        long unseen = 0;
        SortedMap<String, Long> byCategory = new TreeMap<>();
        for (Row row : rows) {
            String category = row.getString("category");
            if (category == null) {
                continue;
            }
            unread += row.getLong("unread");
            unseen += row.getLong("unseen");
            if (!category.isEmpty() && row.getLong("unread") != 0) {
                byCategory.put(category, row.getLong("unread"));
            }
        }
        return new Counters(unread, unseen, byCategory);
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("unread", unread).put("unseen", unseen);
        ObjectNode categories = json.putObject("byCategory");
        byCategory.forEach(categories::put);
        return json;
    }
}
