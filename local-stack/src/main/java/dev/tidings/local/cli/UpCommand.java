package dev.tidings.local.cli;

import dev.tidings.local.process.StackFailure;
import dev.tidings.local.supervisor.DetachedSupervisor;
import dev.tidings.local.supervisor.StackLayout;
import dev.tidings.local.supervisor.Supervisor;
import dev.tidings.local.supervisor.UpOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up", mixinStandardHelpOptions = true, description = "Starts everything on this machine.")
final class UpCommand implements Callable<Integer> {

    private static final int MAX_EDGES = 8;
    private static final int MAX_PORT = 65_535;

    @Option(names = "--edges", defaultValue = "1", description = "How many realtime edges (1-8, default 1).")
    private int edges;

    @Option(names = "--port", defaultValue = "8080", description = "Of the front door (default 8080).")
    private int port;

    @Option(names = "--detach", description = "Return when it is up, and leave it running.")
    private boolean detach;

    @Option(names = "--fresh", description = "Delete all earlier data first.")
    private boolean fresh;

    @Override
    public Integer call() throws Exception {
        if (edges < 1 || edges > MAX_EDGES) {
            throw new StackFailure("--edges is 1 to " + MAX_EDGES);
        }
        if (port < 1 || port > MAX_PORT) {
            throw new StackFailure("--port is 1 to " + MAX_PORT);
        }
        UpOptions options = new UpOptions(port, edges, fresh);
        StackLayout layout = StackLayout.find();
        if (detach) {
            return DetachedSupervisor.start(layout, options, System.out);
        }
        new Supervisor(layout, options, System.out).run();
        return 0;
    }
}
