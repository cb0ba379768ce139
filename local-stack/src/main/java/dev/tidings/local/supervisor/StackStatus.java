package dev.tidings.local.supervisor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** What {@code tidings status --json} prints, to the letter. */
public record StackStatus(String url, List<ProcessStatus> processes) {

    /**
     * One process.
     *
     * @param pid null where it does not run
     * @param url null where it has no HTTP address
     */
    public record ProcessStatus(String name, Long pid, String url, String state) {}

    public static final StackStatus NOTHING_RUNS = new StackStatus(null, List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings and numbers is always JSON", e);
        }
    }

    static StackStatus fromJson(String json) throws JsonProcessingException {
        return JSON.readValue(json, StackStatus.class);
    }
}
