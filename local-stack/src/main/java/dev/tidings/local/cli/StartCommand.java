package dev.tidings.local.cli;

import dev.tidings.local.supervisor.RunningStack;
import dev.tidings.local.supervisor.StackLayout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Starts a stopped process on its port and data, and returns when it is ready.")
final class StartCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "As in status.")
    private String name;

    @Override
    public Integer call() throws Exception {
        RunningStack.require(StackLayout.find()).start(name);
        return 0;
    }
}
