package dev.tidings.local.cli;

import dev.tidings.local.client.Api;
import dev.tidings.local.client.Tail;
import dev.tidings.local.supervisor.RunningStack;
import dev.tidings.local.supervisor.StackLayout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Prints a user's events as they come, over every drop of the connection; Ctrl-C ends it.")
final class TailCommand implements Callable<Integer> {

    @Parameters(paramLabel = "USER")
    private String user;

    @Option(
            names = "--since",
            paramLabel = "RESUME",
            defaultValue = "",
            description = "Go on after this position; without it, from now.")
    private String since;

    @Option(names = "--json", description = "Print the stream's frames as they are.")
    private boolean json;

    @Mixin
    private RightsOptions rights;

    @Override
    public Integer call() throws Exception {
        Api api = new Api(RunningStack.require(StackLayout.find()).url());
        Tail tail = new Tail(api, user, rights.rights(), since, json, System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> sayHowToGoOn(tail), "say-how-to-go-on"));
        tail.run();
        return 0;
    }

    private void sayHowToGoOn(Tail tail) {
        if (!tail.position().isEmpty()) {
            System.err.printf("--- to go on from here: ./tidings tail %s --since '%s'%n", user, tail.position());
        }
    }
}
