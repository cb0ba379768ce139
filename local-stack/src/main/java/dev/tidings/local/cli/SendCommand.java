package dev.tidings.local.cli;

import dev.tidings.local.client.Api;
import dev.tidings.local.supervisor.RunningStack;
import dev.tidings.local.supervisor.StackLayout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Notifies a user; prints the notification's id and position.")
final class SendCommand implements Callable<Integer> {

    @Parameters(paramLabel = "USER")
    private String user;

    @Parameters(paramLabel = "TITLE")
    private String title;

    @Option(names = "--category", paramLabel = "C")
    private String category;

    @Override
    public Integer call() throws Exception {
        Api api = new Api(RunningStack.require(StackLayout.find()).url());
        Api.Receipt receipt = api.notify(user, title, category);
        System.out.println((receipt.id() + "  " + receipt.position()).strip());
        return 0;
    }
}
