package dev.tidings.benchmarks.rig;

import dev.tidings.benchmarks.bare.BareServer;
import dev.tidings.local.process.ChildProcess;
import dev.tidings.local.process.Launch;
import dev.tidings.local.process.Ports;
import dev.tidings.local.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link BareServer} with the same Java and as many event loops as the machine has processors. */
record BareProgram(Path home, int port, int batchPort, ServerOptions options) implements Program {

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public Optional<String> url() {
        return Optional.empty();
    }

    @Override
    public Launch prepare() throws IOException {
        List<String> command = new ArrayList<>(options.command(Files.createDirectories(home.resolve("tmp"))));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BareServer.class.getName(),
                Integer.toString(port),
                Integer.toString(batchPort),
                Integer.toString(Runtime.getRuntime().availableProcessors())));
        return Launch.of(command, Map.of(), home, home.resolve("bare.log"));
    }

    @Override
    public boolean isReady(ChildProcess child) {
        return Ports.accepts(batchPort);
    }
}
