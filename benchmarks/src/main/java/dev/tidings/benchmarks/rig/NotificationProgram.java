package dev.tidings.benchmarks.rig;

import dev.tidings.local.postgres.PostgresServer;
import dev.tidings.local.process.ChildProcess;
import dev.tidings.local.process.Launch;
import dev.tidings.local.process.Program;
import dev.tidings.local.process.Readiness;
import dev.tidings.local.process.RepositoryRoot;
import dev.tidings.local.testing.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** notification-service as it was packaged, run as in production. */
record NotificationProgram(
        Path home, int port, String bootstrapServers, String jwksUrl, PostgresServer postgres, ServerOptions options)
        implements Program {

    @Override
    public String name() {
        return "notification-service";
    }

    @Override
    public Optional<String> url() {
        return Optional.of("http://127.0.0.1:" + port);
    }

    @Override
    public Launch prepare() throws IOException {
        List<String> command = new ArrayList<>(options.command(Files.createDirectories(home.resolve("tmp"))));
        options.properties.forEach(property -> command.add("-D" + property));
        command.addAll(List.of(
                "-jar",
                RepositoryRoot.built("notification-service/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        Map<String, String> environment = Map.of(
                "QUARKUS_PROFILE",
                "local",
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers,
                "TIDINGS_STORE_URL",
                postgres.reactiveUrl(),
                "QUARKUS_DATASOURCE_USERNAME",
                postgres.user(),
                "QUARKUS_DATASOURCE_PASSWORD",
                postgres.password(),
                "TIDINGS_TOKEN_ISSUER",
                TestIssuer.ISSUER,
                "TIDINGS_TOKEN_JWKS_URL",
                jwksUrl);
        return Launch.of(command, environment, home, home.resolve("notification-service.log"));
    }

    @Override
    public boolean isReady(ChildProcess child) {
        return Readiness.isGiven(port);
    }
}
