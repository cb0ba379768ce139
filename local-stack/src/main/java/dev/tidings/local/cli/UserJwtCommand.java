package dev.tidings.local.cli;

import dev.tidings.local.service.LocalIssuer;
import dev.tidings.local.supervisor.StackLayout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "user-jwt",
        mixinStandardHelpOptions = true,
        description = "Prints a user's JWT of the local issuer, to be exchanged for a connection token.")
final class UserJwtCommand implements Callable<Integer> {

    @Parameters(paramLabel = "USER")
    private String user;

    @Override
    public Integer call() throws Exception {
        LocalIssuer issuer = StackLayout.find().localIssuer();
        issuer.writeIfMissing();
        System.out.println(issuer.userJwt(user));
        return 0;
    }
}
