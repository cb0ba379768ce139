package dev.tidings.local.service;

import dev.tidings.local.kafka.KafkaProgram;
import dev.tidings.local.postgres.PostgresProgram;
import dev.tidings.local.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The services with what each is told on this machine.
 *
 * @param root the repository they were built in
 * @param data where auth-service keeps its keys and clients
 * @param reached where they find each other
 * @param internal by which the services know each other
 */
public record Services(
        Path root,
        Path data,
        Path logs,
        int frontPort,
        int authPort,
        int notificationPort,
        Reached reached,
        KafkaProgram kafka,
        InternalSecret internal) {

    /** Ports: where each listens, if nothing stands between. */
    public record Reached(int auth, int notification, int postgres) {}

    private static final String LOCAL_ORIGINS = "http://localhost:*,http://127.0.0.1:*";

    public Program auth() {
        Path files = data.resolve("auth");
        return service("auth-service", "auth-service", 256, authPort, () -> {
            DemoClient.writeIfMissing(files.resolve("clients.json"));
            LocalIssuer issuer = new LocalIssuer(files);
            issuer.writeIfMissing();
            return Map.of(
                    "TIDINGS_AUTH_ISSUERS_FILE",
                    issuer.issuersFile().toString(),
                    "TIDINGS_AUTH_KEYS_FILE",
                    files.resolve("signing-keys.json").toString(),
                    "TIDINGS_AUTH_DEVELOPMENT_KEY",
                    "true",
                    "TIDINGS_AUTH_CLIENTS_FILE",
                    files.resolve("clients.json").toString(),
                    "TIDINGS_AUTH_STREAM_URL",
                    "ws://localhost:" + frontPort + "/v1/stream");
        });
    }

    public Program notification(PostgresProgram postgres) {
        String database = "postgresql://127.0.0.1:%d/%s".formatted(reached.postgres(), PostgresProgram.DATABASE);
        return service(
                "notification-service",
                "notification-service",
                256,
                notificationPort,
                () -> Map.of(
                        "TIDINGS_INTERNAL_SECRET",
                        internal.text(),
                        "TIDINGS_APPS_DEMO_ORIGINS",
                        LOCAL_ORIGINS,
                        "TIDINGS_PROJECTION_INSTANCE",
                        "notification-service",
                        "TIDINGS_STORE_URL",
                        database,
                        "QUARKUS_DATASOURCE_USERNAME",
                        PostgresProgram.USER,
                        "QUARKUS_DATASOURCE_PASSWORD",
                        postgres.password()));
    }

    public Program edge(int number, int port) {
        String name = "realtime-edge-" + number;
        return service(
                name,
                "realtime-edge",
                512,
                port,
                () -> Map.of(
                        // Each by a name of its own, so that Kafka can tell them apart.
                        "KAFKA_CLIENT_ID",
                        name,
                        "TIDINGS_APPS_DEMO_ORIGINS",
                        LOCAL_ORIGINS,
                        "TIDINGS_EDGE_CATCH_UP_PAGES_URL",
                        "http://127.0.0.1:" + reached.notification(),
                        "TIDINGS_INTERNAL_SECRET",
                        internal.text()));
    }

    private Program service(
            String name, String module, int heapMegabytes, int port, ServiceProgram.EnvironmentSource own) {
        return new ServiceProgram(
                name,
                root.resolve(module),
                heapMegabytes,
                port,
                logs.resolve(name + ".log"),
                data.resolve("tmp").resolve(name),
                () -> environment(port, own));
    }

    private Map<String, String> environment(int port, ServiceProgram.EnvironmentSource own) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_PROFILE",
                "local",
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "TIDINGS_TOKEN_ISSUER",
                "http://localhost:" + frontPort,
                "TIDINGS_TOKEN_JWKS_URL",
                "http://127.0.0.1:" + reached.auth() + "/.well-known/jwks.json"));
        environment.putAll(own.read());
        return environment;
    }
}
