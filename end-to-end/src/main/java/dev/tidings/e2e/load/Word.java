package dev.tidings.e2e.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a device said of its user's feed, as the stream says it to all.
 *
 * @param ids of these; empty where it is about all up to a position
 * @param category of these alone, if it is not empty
 */
record Word(String op, Set<String> ids, String category) {

    static Word of(Ear.Heard changed) {
        JsonNode data = changed.data();
        return new Word(
                data.path("op").asText(), ids(data), data.path("category").asText());
    }

    /** What a call says: each thing that it sets is a word of its own. */
    static List<Word> of(String path, JsonNode body) {
        if (path.equals("/read") || path.equals("/seen")) {
            return List.of(
                    new Word(path.substring(1), Set.of(), body.path("category").asText()));
        }
        boolean batch = path.equals("/items:batch");
        Set<String> ids = batch ? ids(body) : Set.of(path.substring("/items/".length()));
        JsonNode set = batch ? body.path("set") : body;
        List<Word> words = new ArrayList<>();
        set.properties().forEach(each -> {
            String not = each.getValue().asBoolean() ? "" : "un";
            words.add(new Word(not + each.getKey(), ids, ""));
        });
        return words;
    }

    private static Set<String> ids(JsonNode from) {
        Set<String> ids = new TreeSet<>();
        from.path("ids").forEach(id -> ids.add(id.asText()));
        return ids;
    }
}
