package dev.tidings.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** What a tail prints: a line an event, and openly what could not be had. */
final class TailOutput {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintStream out;
    private final boolean json;

    TailOutput(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void frame(String raw) {
        if (json) {
            out.println(raw);
        }
    }

    void event(JsonNode message) {
        if (!json) {
            JsonNode event = message.path("event");
            out.printf(
                    "%s  %s  %s~%d%n",
                    time(event.path("time").asText()),
                    printable(headline(event)),
                    printable(message.path("channel").asText()),
                    message.path("offset").asLong());
        }
    }

    void notRecovered(String channel, String reason, long offset) {
        if (!json) {
            out.printf(
                    "--- recovered:false  %s: what was missed can't be replayed (%s); going on after %d%n",
                    printable(channel), printable(reason), offset);
        }
    }

    void note(String text) {
        System.err.println("--- " + printable(text));
    }

    private static String headline(JsonNode event) {
        String type = event.path("type").asText();
        JsonNode data = event.path("data");
        return type.equals("notification.created")
                ? data.path("title").asText()
                : type + (data.isMissingNode() ? "" : " " + data);
    }

    private static String time(String text) {
        return CLOCK.format(instant(text).atZone(ZoneId.systemDefault()));
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return Instant.now();
        }
    }

    /** A title is anybody's text: it must not steer the terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
