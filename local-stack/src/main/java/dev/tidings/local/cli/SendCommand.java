package dev.tidings.local.cli;

import dev.tidings.client.backend.Notification;
import dev.tidings.client.backend.Receipt;
import dev.tidings.client.backend.Recipients;
import dev.tidings.client.stream.Positions;
import dev.tidings.local.client.DemoBackend;
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
        String url = RunningStack.require(StackLayout.find()).url();
        Notification notification = Notification.to(Recipients.users(user), title);
        Receipt receipt = DemoBackend.at(url).send(category == null ? notification : notification.category(category));
        // No position where the user has muted the category: nothing was published then.
        System.out.println((receipt.id() + "  " + Positions.after(receipt.positions())).strip());
        return 0;
    }
}
