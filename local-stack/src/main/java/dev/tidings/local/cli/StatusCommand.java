package dev.tidings.local.cli;

import dev.tidings.local.supervisor.RunningStack;
import dev.tidings.local.supervisor.StackLayout;
import dev.tidings.local.supervisor.StackStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Every process, its pid, address and state. Exit code 1 where nothing runs.")
final class StatusCommand implements Callable<Integer> {

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Optional<RunningStack> running = RunningStack.find(StackLayout.find());
        StackStatus status = running.isPresent() ? running.get().status() : StackStatus.NOTHING_RUNS;
        System.out.println(json ? status.toJson() : table(status));
        return running.isPresent() ? 0 : 1;
    }

    private static String table(StackStatus status) {
        if (status.url() == null) {
            return "Nothing runs: start it with ./tidings up";
        }
        StringBuilder table = new StringBuilder("Tidings: " + status.url());
        for (StackStatus.ProcessStatus process : status.processes()) {
            table.append("%n  %-22s %-9s %8s  %s"
                    .formatted(
                            process.name(),
                            process.state(),
                            Objects.requireNonNullElse(process.pid(), "-"),
                            Objects.requireNonNullElse(process.url(), "")));
        }
        return table.toString();
    }
}
