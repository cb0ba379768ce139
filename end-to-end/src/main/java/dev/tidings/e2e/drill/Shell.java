package dev.tidings.e2e.drill;

import dev.tidings.e2e.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Commands of the system. */
final class Shell {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Shell() {}

    /** Which must succeed. */
    static void run(String... command) throws IOException {
        Outcome outcome = Outcome.of(new ProcessBuilder(command), PATIENCE);
        if (outcome.exit() != 0) {
            throw new IOException(List.of(command) + ": " + outcome.output().strip());
        }
    }
}
