package dev.tidings.local.cli;

import dev.tidings.local.supervisor.RunningStack;
import dev.tidings.local.supervisor.StackLayout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "down", mixinStandardHelpOptions = true, description = "Stops everything.")
final class DownCommand implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
        System.out.println(RunningStack.down(StackLayout.find()));
        return 0;
    }
}
