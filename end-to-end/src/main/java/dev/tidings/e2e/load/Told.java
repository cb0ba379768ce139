package dev.tidings.e2e.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** What somebody was told of a user's counters, and the position that they were said to be exact at. */
public record Told(Counts counts, long own, long everyone, String asOf) {

    public record Counts(long unread, long unseen, Map<String, Long> byCategory) {

        static Counts of(JsonNode json) {
            Map<String, Long> byCategory = new TreeMap<>();
            json.path("byCategory")
                    .properties()
                    .forEach(each ->
                            byCategory.put(each.getKey(), each.getValue().asLong()));
            return new Counts(json.path("unread").asLong(), json.path("unseen").asLong(), byCategory);
        }
    }

    public static Told of(JsonNode counters, String asOf) {
        long own = -1;
        long everyone = -1;
        for (String part : asOf.split(";", -1)) {
            String[] channel = part.split("~", -1);
            if (channel[0].startsWith("user:")) {
                own = Long.parseLong(channel[1]);
            } else if (channel[0].equals("everyone")) {
                everyone = Long.parseLong(channel[1]);
            }
        }
        return new Told(Counts.of(counters), own, everyone, asOf);
    }

    public boolean covers(long own, long everyone) {
        return this.own >= own && this.everyone >= everyone;
    }
}
