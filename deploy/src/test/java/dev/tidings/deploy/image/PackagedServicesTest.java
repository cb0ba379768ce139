package dev.tidings.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.deploy.Repository;
import dev.tidings.deploy.manifest.Installation;
import dev.tidings.deploy.manifest.Manifests;
import dev.tidings.deploy.observability.NamedMetrics;
import dev.tidings.local.postgres.PostgresServer;
import dev.tidings.local.process.OwnedFiles;
import dev.tidings.local.process.Ports;
import dev.tidings.local.testing.TestBackends;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The services as their images have them, started from their trained caches, told what the manifests tell them, against a
 * real log and a real database.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class PackagedServicesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Set<String> NOT_FROM_THE_START = Set.of(
            "tidings_auth_file_refused",
            "tidings_edge_closes_total",
            "tidings_auth_revocations_total",
            "tidings_badges_later_total",
            "tidings_badges_sent_total",
            "tidings_edge_log_invalid_total",
            "tidings_edge_revocations_invalid_total",
            "tidings_notifications_batch_bytes",
            "tidings_notifications_refused_total",
            "tidings_projection_invalid_total",
            "tidings_revocations_invalid_total");

    private static final String HEALTHY =
            Repository.ROOT.resolve("deploy/images/healthy").toString();
    private static final Path LOG_LEVELS = Repository.TARGET.resolve("log-levels.properties");
    private static final Path SECRETS = Repository.TARGET.resolve("secrets");
    private static final Map<String, PackagedService> SERVICES = new HashMap<>();
    private static final Map<String, Integer> PORTS = new HashMap<>();
    private static final Map<String, Integer> MANAGEMENT = new HashMap<>();
    private static final Map<String, Process> RUNNING = new HashMap<>();

    @BeforeAll
    static void trainAndStart() throws IOException, InterruptedException {
        OwnedFiles.deleteTree(SECRETS);
        assertThat(exit(Repository.ROOT.resolve("deploy/secrets").toString(), SECRETS.toString()))
                .isZero();
        for (String service : Repository.SERVICES) {
            PORTS.put(service, Ports.free());
            MANAGEMENT.put(service, Ports.free());
            SERVICES.put(service, PackagedService.train(service, MANAGEMENT.get(service)));
        }
        assertThat(migrate(TestBackends.postgres().reactiveUrl())).isZero();
        for (String service : Repository.SERVICES) {
            RUNNING.put(service, SERVICES.get(service).start("run", environment(service)));
        }
        for (String service : Repository.SERVICES) {
            awaitReady(service);
        }
    }

    @AfterAll
    static void stop() {
        RUNNING.values().forEach(Process::destroyForcibly);
    }

    @Test
    void whatIsPublishedIsReceived() throws IOException, InterruptedException {
        JsonNode events = publishAndReceive();
        assertThat(events).isNotEmpty();
        assertThat(events.at("/0/event/data/title").asText()).isEqualTo("Hello");
    }

    private static JsonNode publishAndReceive() throws IOException, InterruptedException {
        String secret = Repository.text(SECRETS.resolve("client-secret")).strip();
        String basic =
                "Basic " + Base64.getEncoder().encodeToString(("demo:" + secret).getBytes(StandardCharsets.UTF_8));
        String form = "application/x-www-form-urlencoded";
        String service = ok(post("auth-service", "/oauth2/token", basic, form, "grant_type=client_credentials"))
                .path("access_token")
                .asText();
        String connection = ok(post("auth-service", "/v1/tokens", basic, "application/json", "{\"user\":\"ann\"}"))
                .path("token")
                .asText();
        String resume = poll(connection, "").path("resume").asText();
        HttpResponse<String> accepted = post(
                "notification-service",
                "/v1/notifications",
                "Bearer " + service,
                "application/json",
                "{\"to\":{\"users\":[\"ann\"]},\"title\":\"Hello\"}");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return poll(connection, "&resume=" + URLEncoder.encode(resume, StandardCharsets.UTF_8))
                .path("events");
    }

    /**
     * A counter with a tag is there from its first count on, and what belongs to a part that is made when it is needed from then
     * on: those are left to the services' own tests, and to the dashboards'.
     */
    @Test
    void whatDashboardsAndAlertsAskForIsThere() throws IOException, InterruptedException {
        publishAndReceive();
        String metrics = metrics();
        assertThat(NamedMetrics.asked())
                .isNotEmpty()
                .filteredOn(name -> !metrics.contains("\n" + name))
                .isSubsetOf(NOT_FROM_THE_START);
    }

    @Test
    void theTableOfMetricsIsWhatIsGivenOut() throws IOException, InterruptedException {
        publishAndReceive();
        Set<String> given = NamedMetrics.given(metrics());
        Set<String> documented = NamedMetrics.documented();
        assertThat(documented).containsAll(given);
        assertThat(documented).filteredOn(name -> !given.contains(name)).isSubsetOf(NOT_FROM_THE_START);
    }

    private static String metrics() throws IOException, InterruptedException {
        StringBuilder metrics = new StringBuilder();
        for (String service : Repository.SERVICES) {
            metrics.append(get(MANAGEMENT.get(service), "/q/metrics").body());
        }
        return metrics.toString();
    }

    /** What the ingress leads to has nothing for operators: neither by a path that it routes, nor by one that it doesn't. */
    @Test
    void healthAndMetricsAnswerOnThePortOfTheirOwnAlone() throws IOException, InterruptedException {
        for (String service : Repository.SERVICES) {
            for (String path : List.of("/q/metrics", "/q/health", "/q/health/ready", "/q/openapi", "/q", "/q/")) {
                assertThat(get(PORTS.get(service), path).statusCode())
                        .as(service + path)
                        .isEqualTo(404);
            }
            for (String path : List.of("/q/metrics", "/q/health/live", "/q/health/ready", "/q/openapi")) {
                assertThat(get(MANAGEMENT.get(service), path).statusCode())
                        .as(service + path)
                        .isEqualTo(200);
            }
        }
        assertThat(get(MANAGEMENT.get("realtime-edge"), "/v1/stream").statusCode())
                .isEqualTo(404);
    }

    @Test
    void everyLineOfTheLogHasTheFieldsThatAreDocumented() throws IOException {
        String page = Repository.text(Repository.ROOT.resolve("docs/operations/logs.md"));
        for (String service : Repository.SERVICES) {
            for (String line : SERVICES.get(service).log("run").lines().toList()) {
                assertThat(JSON.readTree(line).properties())
                        .as(line)
                        .isNotEmpty()
                        .allSatisfy(field -> assertThat(page).contains("`" + field.getKey() + "`"));
            }
        }
    }

    @Test
    void aLevelOfTheLogChangesWithoutARestart() throws IOException {
        Files.writeString(LOG_LEVELS, "dev.tidings=DEBUG");
        try {
            for (String service : Repository.SERVICES) {
                await(() -> SERVICES.get(service).log("run").contains("Log levels are those of " + LOG_LEVELS));
            }
        } finally {
            Files.delete(LOG_LEVELS);
        }
    }

    @Test
    void aCacheThatDoesNotFitIsSeenAtOnce() throws IOException, InterruptedException {
        PackagedService edge = SERVICES.get("realtime-edge");
        Process process = edge.start("misfit", environment("realtime-edge"), "-XX:-UseCompactObjectHeaders");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(edge.log("misfit")).contains("UseCompactObjectHeaders");
    }

    /** It would go on with what is on its own machine: somebody else's, or nothing. */
    @ParameterizedTest
    @CsvSource({
        "auth-service,TIDINGS_TOKEN_ISSUER",
        "auth-service,KAFKA_BOOTSTRAP_SERVERS",
        "notification-service,TIDINGS_TOKEN_ISSUER",
        "notification-service,TIDINGS_TOKEN_JWKS_URL",
        "notification-service,TIDINGS_STORE_URL",
        "notification-service,KAFKA_BOOTSTRAP_SERVERS",
        "realtime-edge,TIDINGS_TOKEN_ISSUER",
        "realtime-edge,TIDINGS_TOKEN_JWKS_URL",
        "realtime-edge,KAFKA_BOOTSTRAP_SERVERS"
    })
    void whoIsNotToldWhomToTrustOrWhereThingsAreDoesNotStart(String service, String variable)
            throws IOException, InterruptedException {
        Map<String, String> environment = environment(service);
        environment.remove(variable);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(Ports.free()));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(Ports.free()));
        Process process = SERVICES.get(service).start("untold", environment);
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isNotZero();
        String setting = variable.equals("TIDINGS_TOKEN_JWKS_URL")
                ? "tidings.token.jwks-url"
                : variable.toLowerCase(Locale.ROOT).replace('_', '.');
        assertThat(SERVICES.get(service).log("untold")).contains(setting);
    }

    @Test
    void theMigrationsJobEndsWellWhereNothingIsLeftToDo() throws IOException, InterruptedException {
        assertThat(migrate(TestBackends.postgres().reactiveUrl())).isZero();
    }

    @Test
    void theMigrationsJobFailsWhereTheDatabaseIsAway() throws IOException, InterruptedException {
        assertThat(migrate("postgresql://127.0.0.1:1/tidings")).isNotZero();
    }

    @Test
    void theHealthOfAnImageIsTheServices() throws IOException, InterruptedException {
        for (String service : Repository.SERVICES) {
            assertThat(exit(HEALTHY, Integer.toString(MANAGEMENT.get(service)))).isZero();
        }
        assertThat(exit(HEALTHY, Integer.toString(MANAGEMENT.get("realtime-edge")), "/q/health/nothing"))
                .isNotZero();
        assertThat(exit(HEALTHY, Integer.toString(Ports.free()))).isNotZero();
    }

    /** What the manifests say, but for where things are. */
    private static Map<String, String> environment(String service) {
        Map<String, String> environment = variables(Installation.LOCAL, service);
        variables(Installation.PRODUCTION_JVM, service).forEach((name, value) -> {
            if (name.startsWith("QUARKUS_HTTP_PROXY_")) {
                environment.put(name, value);
            }
        });
        environment.replaceAll((_, value) ->
                value.replace("/etc/tidings/auth", SECRETS.resolve("auth").toString()));
        PostgresServer postgres = TestBackends.postgres();
        environment.putAll(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                TestBackends.kafka().bootstrapServers(),
                "TIDINGS_TOKEN_JWKS_URL",
                "http://127.0.0.1:%d/.well-known/jwks.json".formatted(PORTS.get("auth-service")),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(PORTS.get(service)),
                "QUARKUS_MANAGEMENT_HOST",
                "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(MANAGEMENT.get(service)),
                "TIDINGS_STORE_URL",
                postgres.reactiveUrl(),
                "TIDINGS_OPERATIONS_LOG_LEVELS_FILE",
                LOG_LEVELS.toString(),
                "QUARKUS_DATASOURCE_USERNAME",
                postgres.user(),
                "QUARKUS_DATASOURCE_PASSWORD",
                postgres.password()));
        return environment;
    }

    private static Map<String, String> variables(Installation installation, String workload) {
        Manifests manifests = installation.render();
        String kind = workload.equals("migrations") ? "Job" : "Deployment";
        Map<String, String> variables = new HashMap<>();
        manifests
                .configuration("tidings")
                .path("data")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        manifests
                .get(kind, workload)
                .at("/spec/template/spec/containers/0/env")
                .forEach(variable -> variables.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return variables;
    }

    private static int migrate(String database) throws IOException, InterruptedException {
        Map<String, String> environment = environment("notification-service");
        variables(Installation.LOCAL, "migrations").forEach((name, value) -> {
            if (name.matches("QUARKUS_(INIT|FLYWAY)_.*")) {
                environment.put(name, value);
            }
        });
        environment.put("TIDINGS_STORE_URL", database);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(Ports.free()));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(Ports.free()));
        Process job = SERVICES.get("notification-service").start("migrations", environment);
        assertThat(job.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return job.exitValue();
    }

    private static void awaitReady(String service) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (exit(HEALTHY, Integer.toString(MANAGEMENT.get(service))) != 0) {
            assertThat(RUNNING.get(service).isAlive() && System.nanoTime() - deadline < 0)
                    .as(() -> service + ": " + SERVICES.get(service).log("run"))
                    .isTrue();
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static int exit(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TIDINGS_BUILD", "never");
        Process process = builder.start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                // The names as they are asked for by; OpenMetrics splits them.
                .header("Accept", "text/plain;version=0.0.4, */*;q=0.1")
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(
            String service, String path, String authorization, String mediaType, String body)
            throws IOException, InterruptedException {
        HttpRequest request = request(service, path, authorization)
                .header("Content-Type", mediaType)
                .POST(BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static JsonNode poll(String token, String resume) throws IOException, InterruptedException {
        HttpRequest request = request("realtime-edge", "/v1/stream?wait=30" + resume, "Bearer " + token)
                .header("Accept", "application/json")
                .header("X-Forwarded-For", "203.0.113.7")
                .build();
        return ok(HTTP.send(request, BodyHandlers.ofString()));
    }

    private static HttpRequest.Builder request(String service, String path, String authorization) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORTS.get(service) + path))
                .timeout(PATIENCE)
                .header("Authorization", authorization);
    }

    private static JsonNode ok(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
