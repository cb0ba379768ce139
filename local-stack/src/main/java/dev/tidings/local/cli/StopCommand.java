package dev.tidings.local.cli;

import dev.tidings.local.supervisor.RunningStack;
import dev.tidings.local.supervisor.StackLayout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops one process; start brings it back.")
final class StopCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "As in status.")
    private String name;

    @Option(names = "--kill", description = "With SIGKILL, as a machine that dies.")
    private boolean kill;

    @Override
    public Integer call() throws Exception {
        RunningStack stack = RunningStack.require(StackLayout.find());
        if (kill) {
            stack.kill(name);
        } else {
            stack.stop(name);
        }
        return 0;
    }
}
