package dev.tidings.local.cli;

import dev.tidings.client.problem.TidingsException;
import dev.tidings.local.process.StackFailure;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All commands, and how they end: 0, 1 with one clear line, 2 where they were called wrongly. */
@Command(name = "tidings", mixinStandardHelpOptions = true, description = "Live notifications, on one machine.")
public final class Commands implements Runnable {

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    private Commands() {}

    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new Commands());
        List.of(
                        new UpCommand(),
                        new StatusCommand(),
                        new StopCommand(),
                        new StartCommand(),
                        new DownCommand(),
                        new SendCommand(),
                        new TailCommand(),
                        new TokenCommand(),
                        new UserJwtCommand(),
                        new ClientEntryCommand(),
                        new SigningKeyCommand())
                .forEach(line::addSubcommand);
        line.setExecutionExceptionHandler((failure, _, _) -> fail(failure));
        line.setParameterExceptionHandler((failure, _) -> misuse(failure));
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    private static int fail(Exception failure) throws Exception {
        switch (failure) {
            case StackFailure stack -> System.err.println("tidings: " + stack.getMessage());
            case TidingsException refused -> System.err.println("tidings: " + refused.getMessage());
            case IOException io ->
                System.err.println("tidings: " + Objects.requireNonNullElse(io.getMessage(), io.toString()));
            default -> throw failure;
        }
        return FAILED;
    }

    private static int misuse(ParameterException failure) {
        System.err.println("tidings: " + failure.getMessage());
        failure.getCommandLine().usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }
}
