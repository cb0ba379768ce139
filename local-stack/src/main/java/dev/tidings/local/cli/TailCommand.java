package dev.tidings.local.cli;

import dev.tidings.client.stream.TokenSupplier;
import dev.tidings.local.client.DemoBackend;
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

    @Option(names = "--json", description = "Print each event as a line of JSON, with the position after it.")
    private boolean json;

    @Mixin
    private RightsOptions rights;

    @Override
    public Integer call() throws Exception {
        String url = RunningStack.require(StackLayout.find()).url();
        TokenSupplier tokens = DemoBackend.at(url).tokensFor(rights.of(user));
        Tail tail = new Tail(url, tokens, user, since, json, System.out);
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
