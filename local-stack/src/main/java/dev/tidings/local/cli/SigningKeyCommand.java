package dev.tidings.local.cli;

import dev.tidings.local.process.StackFailure;
import dev.tidings.local.service.SigningKeys;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "signing-key",
        mixinStandardHelpOptions = true,
        description = "Prints a new private key for auth-service's keys file.")
final class SigningKeyCommand implements Callable<Integer> {

    private static final Set<String> STATES = Set.of("next", "signing");

    @Option(names = "--alg", defaultValue = "ES256", paramLabel = "ALG", description = "${COMPLETION-CANDIDATES}")
    private SigningKeys.Algorithm algorithm;

    @Option(
            names = "--state",
            defaultValue = "next",
            paramLabel = "STATE",
            description = "next (default): published, to sign later; or signing, where it is the first.")
    private String state;

    @Override
    public Integer call() {
        if (!STATES.contains(state)) {
            throw new StackFailure("a new key's --state is next or signing");
        }
        System.out.println(SigningKeys.generate(algorithm, state));
        return 0;
    }
}
