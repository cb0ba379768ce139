package dev.tidings.benchmarks;

import dev.tidings.benchmarks.scenario.Broadcast;
import dev.tidings.benchmarks.scenario.Channels;
import dev.tidings.benchmarks.scenario.Drain;
import dev.tidings.benchmarks.scenario.Fanout;
import dev.tidings.benchmarks.scenario.Feed;
import dev.tidings.benchmarks.scenario.Handshakes;
import dev.tidings.benchmarks.scenario.Idle;
import dev.tidings.benchmarks.scenario.Projection;
import dev.tidings.benchmarks.scenario.Publish;
import dev.tidings.benchmarks.scenario.ReadAll;
import dev.tidings.benchmarks.scenario.Replay;
import dev.tidings.benchmarks.scenario.Return;
import dev.tidings.benchmarks.scenario.Soak;
import dev.tidings.benchmarks.scenario.Stalled;
import dev.tidings.benchmarks.scenario.Targeted;
import dev.tidings.local.process.StackFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code benchmarks/run SCENARIO [options]}. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        description = "Load on the packaged services, on a real log, on this machine alone.",
        subcommands = {
            Idle.class,
            Fanout.class,
            Targeted.class,
            Stalled.class,
            Return.class,
            Replay.class,
            Publish.class,
            Channels.class,
            Handshakes.class,
            Drain.class,
            Soak.class,
            Projection.class,
            Feed.class,
            ReadAll.class,
            Broadcast.class,
            CommandLine.HelpCommand.class
        })
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof StackFailure) {
                System.err.println("benchmarks: " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        System.exit(line.execute(arguments));
    }
}
