package dev.tidings.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.client.json.Json;
import dev.tidings.client.stream.CloudEvent;
import dev.tidings.client.stream.Positions;
import dev.tidings.client.stream.Signal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TailOutputTest {

    private static final Positions POSITION = Positions.parse("k3f;user:ann~7");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private String print(boolean json, Signal signal) {
        new TailOutput(new PrintStream(printed, true, StandardCharsets.UTF_8), json).print(signal);
        return printed.toString(StandardCharsets.UTF_8).strip();
    }

    private static Signal event(String title) {
        return event("notification.created", Map.of("title", title));
    }

    private static Signal event(String type, Map<String, ?> data) {
        Json event = Json.of(Map.of("type", type, "time", "2026-11-01T08:00:00Z", "data", data));
        return new Signal.Event("user:ann", 7, new CloudEvent(event), POSITION);
    }

    @Test
    void anEventIsALine() {
        assertThat(print(false, event("Hello"))).matches("\\d\\d:\\d\\d:\\d\\d {2}Hello {2}user:ann~7");
    }

    @Test
    void whatIsCountedAndDoneIsSaidInWordsAndApartFromWhatWasSent() {
        assertThat(print(false, event("feed.badge", Map.of("unread", 3, "unseen", 1))))
                .contains("  [3 unread, 1 unseen]  user:ann~7");
        assertThat(print(false, event("feed.changed", Map.of("op", "read")))).contains("  [read]  user:ann~7");
        assertThat(print(false, event("order.moved", Map.of("to", "Bremen"))))
                .contains("order.moved {\"to\":\"Bremen\"}");
    }

    @Test
    void saysOpenlyWhatCannotBeReplayed() {
        assertThat(print(false, new Signal.Gap("user:ann", Signal.Gap.Reason.TOO_FAR, 1500, POSITION)))
                .contains("recovered:false", "too-far", "1500");
    }

    @Test
    void aTitleDoesNotSteerTheTerminal() {
        assertThat(print(false, event("\u001b[2Jgone"))).contains("  ?[2Jgone  ");
    }

    @Test
    void asJsonItIsALineForAProgramWhateverItsTitle() {
        String line = print(true, event("a\nb"));

        assertThat(line).hasLineCount(1);
        Json json = Json.parse(line);
        assertThat(json.get("event").get("data").get("title").text()).contains("a\nb");
        assertThat(json.get("resume").text()).contains("k3f;user:ann~7");
    }
}
