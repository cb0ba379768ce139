package dev.tidings.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who comes back from far is served out of notification-service's view: edge and service, as packaged, agree on the call. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FarBackTest {

    /** An edge that remembers little, and asks for pages soon. */
    private static final Map<String, String> FORGETFUL =
            Map.of("TIDINGS_EDGE_TAIL_BYTES", "64K", "TIDINGS_EDGE_CATCH_UP_PAGES_FROM_DISTANCE", "100");

    private static final int MISSED = 5;
    private static final int ANSWERS = 100;
    private static final Pattern SERVED =
            Pattern.compile("tidings_edge_catchup_pages_total\\{outcome=\"served\".*} (\\S+)");

    @Test
    void whoComesBackFromFarIsServedByPages() {
        try (RunningStack stack = RunningStack.up(1, FORGETFUL)) {
            ProductBackend backend = new ProductBackend(stack.url());
            List<Long> missed = IntStream.range(0, MISSED)
                    .mapToObj(number -> backend.notify("ann", "missed " + number))
                    .toList();
            // Of others as much in every partition that it is far back, in the log and in the view.
            backend.publish(toThousand("first"));
            backend.publish(toThousand("second"));
            String epoch = viewHasAll(stack, backend);

            assertThat(heard(stack, backend, epoch + ";user:ann~-1")).isEqualTo(missed);
            assertThat(pagesServed(stack)).isPositive();
        }
    }

    private static String toThousand(String title) {
        String users = IntStream.range(0, 1_000)
                .mapToObj(number -> "\"other-" + number + "\"")
                .collect(Collectors.joining(","));
        return "{\"to\":{\"users\":[" + users + "]},\"title\":\"" + title + "\"}";
    }

    /** Waits until the last of the others has both, and the user all; answers the log's epoch. */
    private static String viewHasAll(RunningStack stack, ProductBackend backend) {
        Eventually.holds(
                "the view has all",
                () -> feed(stack, backend, "other-999").getList("items").size() == 2
                        && feed(stack, backend, "ann").getList("items").size() == MISSED);
        String resume = feed(stack, backend, "ann").getString("resume");
        return resume.substring(0, resume.indexOf(';'));
    }

    private static JsonPath feed(RunningStack stack, ProductBackend backend, String user) {
        return given().baseUri(stack.url())
                .header("Authorization", "Bearer " + backend.connectionToken(user))
                .get("/v1/feed")
                .jsonPath();
    }

    /** By long poll, from that position on: the offsets of as many notifications as were missed. */
    private static List<Long> heard(RunningStack stack, ProductBackend backend, String position) {
        List<Long> offsets = new ArrayList<>();
        String resume = position;
        for (int answer = 0; answer < ANSWERS && offsets.size() < MISSED; answer++) {
            JsonPath polled = given().baseUri(stack.url())
                    .header("Authorization", "Bearer " + backend.connectionToken("ann"))
                    .header("Accept", "application/json")
                    .queryParam("resume", resume)
                    .queryParam("wait", 1)
                    .get("/v1/stream")
                    .jsonPath();
            offsets.addAll(polled.getList(
                    "events.findAll { it.event.type == 'notification.created' }.offset.collect { it as Long }"));
            resume = polled.getString("resume");
        }
        return offsets;
    }

    private static double pagesServed(RunningStack stack) {
        for (JsonNode process : stack.status().path("processes")) {
            if (process.path("name").asText().equals("realtime-edge-1")) {
                Matcher served =
                        SERVED.matcher(given().baseUri(process.path("url").asText())
                                .get("/q/metrics")
                                .asString());
                return served.find() ? Double.parseDouble(served.group(1)) : 0;
            }
        }
        throw new AssertionError("no edge");
    }
}
