package dev.tidings.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** An HTTP error as one line: its status, the contract's code, and what it says. */
final class Refusal {

    private Refusal() {}

    static String describe(String path, int status, String body) {
        StringBuilder line = new StringBuilder(path + " answers " + status);
        try {
            JsonNode problem = Api.JSON.readTree(body);
            append(line, " ", problem.path("code"));
            // The token endpoint answers as RFC 6749 says.
            append(line, " ", problem.path("error"));
            append(line, ": ", problem.path("title"));
            for (JsonNode error : problem.path("errors")) {
                append(line, "; ", error.path("field"));
                append(line, ": ", error.path("message"));
            }
        } catch (JsonProcessingException _) {
            // Not JSON: the status says it.
        }
        return line.toString();
    }

    private static void append(StringBuilder line, String separator, JsonNode text) {
        if (text.isTextual()) {
            line.append(separator).append(text.asText());
        }
    }
}
