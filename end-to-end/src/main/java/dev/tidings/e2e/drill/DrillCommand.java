package dev.tidings.e2e.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tidings drill}. Exit 0 where all held, 1 where something did not, 2 where it was called wrongly. */
@Command(
        name = "tidings drill",
        mixinStandardHelpOptions = true,
        description =
                "Does something to a system of its own, under load, and checks that nothing is lost or comes twice.")
final class DrillCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which; without one, all are listed.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "How long, where a drill goes on until its time is over.")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--seed", description = "What is random, again.")
    private long seed = System.nanoTime();

    private DrillCommand() {}

    /** What the launcher runs. */
    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        System.exit(new CommandLine(new DrillCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (name.isEmpty()) {
            Drills.ALL.forEach(drill -> System.out.printf("%-12s %s%n", drill.name(), drill.what()));
            return 0;
        }
        Optional<Drill> drill = Drills.named(name.get());
        if (drill.isEmpty()) {
            System.err.println("tidings: there is no drill '" + name.get() + "'; ./tidings drill lists them");
            return MISUSED;
        }
        return run(drill.get());
    }

    private int run(Drill drill) throws Exception {
        Optional<String> obstacle = drill.obstacle();
        if (obstacle.isPresent()) {
            System.err.printf("tidings: the drill '%s' can't be done here: %s%n", drill.name(), obstacle.get());
            return FAILED;
        }
        Path directory =
                Path.of(System.getenv("TIDINGS_DIR"), "drills", drill.name()).toAbsolutePath();
        Duration time = seconds.map(given -> Duration.ofSeconds(given)).orElse(drill.usualTime());
        Report report = Drilling.run(drill, directory, time, seed, System.out);
        Path file = write(report, directory);
        System.out.printf(
                "%s: until everything worked again, %s. %s%n",
                report.passed() ? "Passed" : "FAILED", report.recovery(), file);
        report.verdict().faults().forEach(System.err::println);
        return report.passed() ? 0 : FAILED;
    }

    private static Path write(Report report, Path directory) throws IOException {
        return Files.writeString(directory.resolve("report.md"), report.markdown());
    }
}
