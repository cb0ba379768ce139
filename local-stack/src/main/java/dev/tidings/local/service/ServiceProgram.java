package dev.tidings.local.service;

import dev.tidings.local.process.ChildProcess;
import dev.tidings.local.process.JavaCommand;
import dev.tidings.local.process.Launch;
import dev.tidings.local.process.Program;
import dev.tidings.local.process.Readiness;
import dev.tidings.local.process.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of our Quarkus services, as it was packaged. */
record ServiceProgram(
        String name, Path module, int heapMegabytes, int port, Path log, Path temporary, EnvironmentSource environment)
        implements Program {

    /** What the service is told; asked for at each start, as it may be in files that an earlier program made. */
    interface EnvironmentSource {
        Map<String, String> read() throws IOException;
    }

    @Override
    public Optional<String> url() {
        return Optional.of("http://127.0.0.1:" + port);
    }

    @Override
    public Launch prepare() throws IOException {
        Path jar = module.resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new StackFailure(name + " is not built (" + jar + " is missing): ./mvnw -DskipTests package");
        }
        List<String> command = new ArrayList<>(JavaCommand.light(heapMegabytes, temporary));
        Path options = module.resolve("jvm.options");
        if (Files.exists(options)) {
            // The service's own, as it is run in production.
            command.add("@" + options);
        }
        command.addAll(List.of("-jar", jar.toString()));
        return Launch.of(command, environment.read(), log.toAbsolutePath().getParent(), log);
    }

    @Override
    public boolean isReady(ChildProcess child) {
        return Readiness.isGiven(port);
    }
}
