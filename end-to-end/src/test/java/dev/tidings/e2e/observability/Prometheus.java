package dev.tidings.e2e.observability;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.e2e.RunningStack;
import dev.tidings.local.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Prometheus that asks each process of a stack every second and judges by our rules as they are, but that they wait for
 * nothing and look back over seconds. Needs the program {@code prometheus}; where it is missing, what uses it is skipped,
 * except in CI, which installs it.
 */
final class Prometheus implements AutoCloseable {

    /** Of the rules in place of minutes, and of the panels. */
    private static final String WINDOW = "10s";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final Instant began = Instant.now();

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param jobs the addresses of each service's processes */
    static Prometheus start(Path directory, Map<String, List<String>> jobs) throws IOException {
        require("prometheus");
        Files.createDirectories(directory);
        String rules = Files.readString(RunningStack.ROOT.resolve("deploy/observability/alerts.yml"))
                .replaceAll("for: \\d+m", "for: 0s")
                .replaceAll("\\[\\d+m]", "[" + WINDOW + "]");
        Files.writeString(directory.resolve("alerts.yml"), rules);
        String targets = jobs.entrySet().stream()
                .map(job -> """
                      - job_name: %s
                        metrics_path: /q/metrics
                        static_configs: [{targets: %s}]
                    """.formatted(job.getKey(), job.getValue()))
                .collect(Collectors.joining());
        Files.writeString(directory.resolve("prometheus.yml"), """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [alerts.yml]
            scrape_configs:
            """ + targets);
        int port = Ports.free();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + directory.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, port);
        prometheus.await("ready", prometheus::isReady);
        return prometheus;
    }

    /** The rules, by the alert's name. */
    Stream<String> alerts() {
        return get("/api/v1/rules?type=alert").at("/data/groups").findValuesAsText("name").stream()
                .filter(name -> !name.equals("tidings"));
    }

    /** Those that fire now. */
    Stream<String> firing() {
        return get("/api/v1/alerts").at("/data/alerts").findValues("alertname").stream()
                .map(JsonNode::asText)
                .distinct();
    }

    /** Waits until it fires, or has since the beginning. */
    void awaitFired(String alert) {
        await(
                alert + " firing",
                () -> !query("max_over_time(ALERTS{alertname=\"%s\",alertstate=\"firing\"}[1h])".formatted(alert))
                        .isEmpty());
    }

    /** Whether an expression of a panel has had a value at any time since the beginning. */
    boolean hasHadData(String expression) {
        String query = expression.replace("$__rate_interval", WINDOW);
        JsonNode answer = get("/api/v1/query_range?step=1&start=%d&end=%d&query=%s"
                .formatted(began.getEpochSecond(), Instant.now().getEpochSecond() + 1, encoded(query)));
        for (JsonNode value : answer.at("/data/result").findValues("values")) {
            for (JsonNode sample : value) {
                if (!sample.path(1).asText().equals("NaN")) {
                    return true;
                }
            }
        }
        return false;
    }

    JsonNode query(String expression) {
        return get("/api/v1/query?query=" + encoded(expression)).at("/data/result");
    }

    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
                throw new AssertionError("not " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private boolean isReady() {
        try {
            return send("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode get(String path) {
        try {
            JsonNode answer = JSON.readTree(send(path).body());
            if (!answer.path("status").asText().equals("success")) {
                throw new AssertionError(path + ": " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String path) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(PATIENCE)
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    /** Skips, with a word, where the machine lacks it; not where CI runs. */
    static void require(String program) {
        boolean there = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (System.getenv("CI") != null && !there) {
            throw new AssertionError(program + " is missing, and CI has to install it");
        }
        assumeTrue(there, program + " is not installed: alerts and dashboards are NOT tested");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
