package dev.tidings.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one operating system process is started and asked to end.
 *
 * @param environment added to this process' own
 * @param log takes standard output and error; the log of the run before is kept beside it as {@code .1}
 * @param grace how long it may take to end by itself once asked
 */
public record Launch(
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        StopSignal stopSignal,
        Duration grace) {

    /** The signal a program understands as "end cleanly, now". */
    public enum StopSignal {
        TERM,
        /** What PostgreSQL wants: TERM makes it wait for its clients. */
        INT
    }

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A program that ends on TERM within ten seconds. */
    public static Launch of(List<String> command, Map<String, String> environment, Path directory, Path log) {
        return new Launch(command, environment, directory, log, StopSignal.TERM, Duration.ofSeconds(10));
    }
}
