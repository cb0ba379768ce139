package dev.tidings.local.client;

import dev.tidings.client.json.Json;
import dev.tidings.client.stream.CloudEvent;
import dev.tidings.client.stream.Signal;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** What a tail prints: a line an event, and openly what could not be had. */
final class TailOutput {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintStream out;
    private final boolean json;

    TailOutput(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void print(Signal signal) {
        switch (signal) {
            case Signal.Event event -> event(event);
            case Signal.Gap gap -> gap(gap);
            case Signal.Disconnected(String why, var retryIn, var position) -> note(why + ", connecting again");
            case Signal.Refused(String channel, String code, String message, var position) ->
                note("error " + code + ": " + message);
            case Signal.Unsubscribed(String channel, String code, var position) ->
                note(channel + " is not open any more: " + code);
            case Signal.Connected connected -> {}
            case Signal.Subscribed subscribed -> {}
            case Signal.Recovered recovered -> {}
            case Signal.Live live -> {}
            case Signal.Presence presence -> {}
        }
    }

    private void event(Signal.Event event) {
        if (json) {
            out.println(Json.of(Map.of(
                    "channel",
                    event.channel(),
                    "offset",
                    event.offset(),
                    "event",
                    event.event().json(),
                    "resume",
                    event.position().toString())));
        } else {
            out.printf(
                    "%s  %s  %s~%d%n",
                    time(event.event()),
                    printable(headline(event.event())),
                    printable(event.channel()),
                    event.offset());
        }
    }

    private void gap(Signal.Gap gap) {
        String reason = gap.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String line = "recovered:false  %s: what was missed can't be replayed (%s); going on after %d"
                .formatted(printable(gap.channel()), reason, gap.offset());
        if (json) {
            note(line);
        } else {
            out.println("--- " + line);
        }
    }

    void note(String text) {
        System.err.println("--- " + printable(text));
    }

    /** Tidings' own bookkeeping in words, and apart from what was sent. */
    private static String headline(CloudEvent event) {
        Json data = event.data();
        return switch (event.type()) {
            case CloudEvent.NOTIFICATION -> data.get("title").text("");
            case "feed.badge" -> "[%s unread, %s unseen]".formatted(data.get("unread"), data.get("unseen"));
            case "feed.changed" -> "[%s]".formatted(data.get("op").text(""));
            default -> event.type() + (data.isNull() ? "" : " " + data);
        };
    }

    private static String time(CloudEvent event) {
        return CLOCK.format(event.time().orElseGet(Instant::now).atZone(ZoneId.systemDefault()));
    }

    /** A title is anybody's text: it must not steer the terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
