package dev.tidings.benchmarks.rig;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The edge as it was packaged, run as in production. */
record EdgeProgram(String name, Path home, int port, String bootstrapServers, String jwksUrl, ServerOptions options)
        implements Program {

    @Override
    public Optional<String> url() {
        return Optional.of("http://127.0.0.1:" + port);
    }

    @Override
    public Launch prepare() throws IOException {
        Path temporary = Files.createDirectories(home.resolve("tmp"));
        List<String> command = new ArrayList<>(options.command(temporary));
        options.properties.forEach(property -> command.add("-D" + property));
        command.addAll(List.of(
                "-jar",
                RepositoryRoot.built("realtime-edge/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                // Several are on this machine, and each is asked on its own port how it is.
                "QUARKUS_MANAGEMENT_HOST_ENABLED",
                "false",
                "TIDINGS_OPERATIONS_ON_OWN_PORT",
                "true",
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers,
                "TIDINGS_TOKEN_ISSUER",
                TestIssuer.ISSUER,
                "TIDINGS_TOKEN_JWKS_URL",
                jwksUrl));
        return Launch.of(command, environment, home, home.resolve(name + ".log"));
    }

    @Override
    public boolean isReady(ChildProcess child) {
        return Readiness.isGiven(port);
    }
}
