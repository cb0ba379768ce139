package dev.tidings.local.cli;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.token.Scope;
import dev.tidings.local.process.StackFailure;
import dev.tidings.local.service.ClientSecrets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "client-entry",
        mixinStandardHelpOptions = true,
        description = "Prints an entry for auth-service's clients file and, once, its secret.")
final class ClientEntryCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID")
    private String id;

    @Option(names = "--app", required = true, paramLabel = "A", description = "The one app it belongs to.")
    private String app;

    @Option(
            names = "--scopes",
            required = true,
            split = "[, ]",
            paramLabel = "SCOPE",
            description = "notifications:write, events:write, tokens:issue, users:admin; may be repeated.")
    private List<String> scopes;

    @Override
    public Integer call() {
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new StackFailure("a client's id is 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        if (!AppChannel.isApp(app)) {
            throw new StackFailure("an app's name is of a-z 0-9 -, not beginning with -");
        }
        for (String scope : scopes) {
            if (Scope.parse(scope).isEmpty()) {
                throw new StackFailure("there is no scope '" + scope + "': "
                        + Arrays.stream(Scope.values()).map(Scope::text).collect(Collectors.joining(", ")));
            }
        }
        String secret = ClientSecrets.fresh();
        System.out.printf(
                "{\"id\":\"%s\",\"app\":\"%s\",\"secret\":\"%s\",\"scopes\":[%s]}%n",
                id,
                app,
                ClientSecrets.hash(secret),
                scopes.stream().distinct().map(scope -> '"' + scope + '"').collect(Collectors.joining(",")));
        // Apart from the entry, so that this can go into a file and that can't by mistake.
        System.err.printf("Its secret, shown this once: %s%n", secret);
        return 0;
    }
}
