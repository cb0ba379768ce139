package dev.tidings.local.cli;

import dev.tidings.local.client.DemoBackend;
import dev.tidings.local.supervisor.RunningStack;
import dev.tidings.local.supervisor.StackLayout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "token", mixinStandardHelpOptions = true, description = "Prints a connection token, good for a minute.")
final class TokenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "USER")
    private String user;

    @Mixin
    private RightsOptions rights;

    @Override
    public Integer call() throws Exception {
        String url = RunningStack.require(StackLayout.find()).url();
        System.out.println(DemoBackend.at(url).connectionToken(rights.of(user)));
        return 0;
    }
}
