package dev.tidings.e2e.observability;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.e2e.Outcome;
import dev.tidings.e2e.ProductBackend;
import dev.tidings.e2e.RunningStack;
import dev.tidings.e2e.StreamSockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * Every alert is made to fire by the trouble that it is for, on a running stack that a real Prometheus watches, and every panel of
 * every dashboard has had data at the end. What can't be brought about in a test is left to the rules' own tests.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@TestMethodOrder(OrderAnnotation.class)
class AlertsAndDashboardsTest {

    private static final int BEFORE = 1;
    private static final int TROUBLES = 2;
    private static final int LAST = 3;
    private static final int AWAY = 4;
    private static final int AFTER = 5;

    /** So that an edge is full soon, and the audit is quick. */
    private static final Map<String, String> SETTINGS =
            Map.of("TIDINGS_EDGE_SESSION_CONNECTIONS", "4", "TIDINGS_AUDIT_EVERY", "PT2S");

    /** As long as an event and a loop must be late to be late, and more. */
    private static final Duration STANDSTILL = Duration.ofSeconds(4);

    private static final Path OBSERVABILITY = RunningStack.ROOT.resolve("deploy/observability");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIRED = new HashSet<>();

    private static RunningStack stack;
    private static Troubles troubles;
    private static Prometheus prometheus;
    private static Traffic traffic;

    @BeforeAll
    static void start() throws IOException {
        Prometheus.require("prometheus");
        Prometheus.require("promtool");
        stack = RunningStack.up(2, SETTINGS);
        troubles = new Troubles(stack);
        Map<String, List<String>> jobs = new LinkedHashMap<>();
        for (JsonNode process : stack.status().path("processes")) {
            if (!process.path("url").isNull()) {
                String service = process.path("name").asText().replaceFirst("-\\d+$", "");
                String address = process.path("url").asText().replace("http://", "");
                jobs.computeIfAbsent(service, none -> new ArrayList<>()).add("'" + address + "'");
            }
        }
        prometheus = Prometheus.start(stack.directory().resolve("prometheus"), jobs);
        traffic = new Traffic(stack.url());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (traffic != null) {
            traffic.stop();
        }
        if (prometheus != null) {
            prometheus.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(BEFORE)
    void nothingFiresWhileAllIsWell() {
        prometheus.await(
                "asking everybody",
                () -> prometheus.query("count(up == 1) == 4").size() == 1
                        && !prometheus.query("tidings_feed_drift").isEmpty());
        prometheus.await("quiet", () -> prometheus.firing().findAny().isEmpty());
    }

    @Test
    @Order(TROUBLES)
    void whatIsNoEventIsSeen() throws Exception {
        // A counter begins with its first: only then is there a rise to be seen.
        troubles.writeWhatIsNoEvent();
        prometheus.await(
                "counting",
                () -> !prometheus.query("tidings_edge_log_invalid_total").isEmpty());
        troubles.writeWhatIsNoEvent();
        awaitFired("RecordsInvalid");
    }

    @Test
    @Order(TROUBLES)
    void aFileThatIsNoGoodIsSeen() throws IOException {
        Path clients = stack.directory().resolve("data/auth/clients.json");
        String good = Files.readString(clients);
        Files.writeString(clients, "{\"clients\":[{\"id\":");
        try {
            awaitFired("AuthFileRefused");
        } finally {
            Files.writeString(clients, good);
        }
    }

    @Test
    @Order(TROUBLES)
    void guessedSecretsAreSeen() {
        prometheus.await("firing", () -> {
            for (int i = 0; i < 20; i++) {
                given().baseUri(stack.url())
                        .auth()
                        .preemptive()
                        .basic("guessed", "wrong")
                        .formParam("grant_type", "client_credentials")
                        .post("/oauth2/token");
            }
            return prometheus.firing().anyMatch("SecretsGuessed"::equals);
        });
        awaitFired("SecretsGuessed");
    }

    @Test
    @Order(TROUBLES)
    void aFullEdgeIsSeen() {
        ProductBackend backend = new ProductBackend(stack.url());
        try (StreamSockets sockets = new StreamSockets(stack.url())) {
            prometheus.await("firing", () -> {
                sockets.open(backend.connectionToken("many"));
                return prometheus.firing().anyMatch("EdgeFull"::equals);
            });
        }
        awaitFired("EdgeFull");
    }

    @Test
    @Order(TROUBLES)
    void anEdgeThatStandsStillIsSeen() throws Exception {
        ProductBackend backend = new ProductBackend(stack.url());
        try (StreamSockets sockets = new StreamSockets(stack.url())) {
            sockets.open(backend.connectionToken("user1"));
            sockets.open(backend.connectionToken("user2"));
            troubles.standStill("realtime-edge-1", STANDSTILL);
            troubles.standStill("realtime-edge-2", STANDSTILL);
            awaitFired("EdgeLoopsLate");
            awaitFired("DeliverySlow");
        }
    }

    @Test
    @Order(TROUBLES)
    void aCountThatIsWrongIsSeen() throws Exception {
        troubles.sql("update counter set unread = unread + 1");
        try {
            awaitFired("CountsDrift");
        } finally {
            troubles.sql("update counter set unread = unread - 1");
        }
    }

    @Test
    @Order(TROUBLES)
    void aDatabaseThatIsAwayIsSeen() {
        stack.tidings("stop", "postgres");
        awaitFired("ViewStopped");
        stack.tidings("start", "postgres");
    }

    @Test
    @Order(TROUBLES)
    void aLogThatIsAwayIsSeen() {
        stack.tidings("stop", "kafka", "--kill");
        awaitFired("EdgeWithoutLog");
        awaitFired("PublishingRefused");
        stack.tidings("start", "kafka");
        prometheus.await(
                "reached",
                () -> prometheus.query("min(tidings_edge_log_reachable) == 1").size() == 1);
    }

    /** What it writes of itself takes so long that the others give it up. */
    @Test
    @Order(LAST)
    void anEdgeThatTheOthersDontHearIsSeen() throws Exception {
        troubles.allow("realtime-edge-2", "producer_byte_rate", 1.0);
        awaitFired("EdgesApart");
        troubles.allow("realtime-edge-2", "producer_byte_rate", null);
    }

    @Test
    @Order(AWAY)
    void whoeverIsAwayIsSeen() {
        stack.tidings("stop", "realtime-edge-2", "--kill");
        stack.tidings("stop", "notification-service", "--kill");
        stack.tidings("stop", "auth-service", "--kill");
        awaitFired("EdgeAway");
        awaitFired("NotificationServiceAway");
        awaitFired("AuthServiceAway");
    }

    @Test
    @Order(AFTER)
    void everyPanelHasHadData() throws IOException {
        List<String> empty = new ArrayList<>();
        try (Stream<Path> dashboards = Files.list(OBSERVABILITY.resolve("grafana/dashboards"))) {
            for (Path dashboard : dashboards.toList()) {
                for (JsonNode panel : JSON.readTree(dashboard.toFile()).path("panels")) {
                    for (String expression : panel.path("targets").findValuesAsText("expr")) {
                        if (!prometheus.hasHadData(expression)) {
                            empty.add(dashboard.getFileName() + ", "
                                    + panel.path("title").asText() + ": " + expression);
                        }
                    }
                }
            }
        }
        assertThat(empty).isEmpty();
    }

    /** Those that no test brings about have a test of their rule; this runs it. */
    @Test
    @Order(AFTER)
    void noAlertIsLeftOut() throws IOException {
        Path rules = OBSERVABILITY.resolve("alerts.test.yml");
        Outcome outcome = stack.run(List.of("promtool", "test", "rules", rules.toString()));
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        String tested = Files.readString(rules);
        assertThat(prometheus.alerts())
                .isNotEmpty()
                .filteredOn(alert -> !FIRED.contains(alert))
                .allMatch(alert -> tested.contains("alertname: " + alert + "\n"));
    }

    private static void awaitFired(String alert) {
        prometheus.awaitFired(alert);
        FIRED.add(alert);
    }
}
