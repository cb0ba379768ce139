package dev.tidings.e2e.drill;

import dev.tidings.e2e.load.Exactness.Verdict;
import dev.tidings.e2e.load.Load;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was done, how long it took to recover, and what was found afterwards.
 *
 * @param took all of the drill, its checking not included
 */
record Report(
        Drill drill,
        long seed,
        Duration took,
        List<Ground.Fault> faults,
        List<String> notes,
        Load load,
        Verdict verdict) {

    boolean passed() {
        return verdict.faults().isEmpty();
    }

    String markdown() {
        return """
                # Drill `%s`: %s

                What was done: %s. %d times in %s, on %d processors (%s, Java %s); `--seed %d`.

                | at | what | away | until tokens | until publishing | until the stream | until the feed |
                | ---: | --- | ---: | ---: | ---: | ---: | ---: |
                %s

                Until everything worked again, from the moment when the part was started or mended: %s.
                %s
                ## What was checked

                - %d events were accepted; each is on its stream once and in its feed once. %d publishes were refused or not
                  answered; those with a key were repeated until they were accepted, and are there once.
                - %d events came to %d users, in order, without a gap and none twice; their streams ended %d times, and went on
                  from their positions.
                - Feeds have %d items, each in the state that the stream says; %d times somebody was told counts, and each time
                  they were exact at the position that was told with them.
                - %d answers to devices, none of them anything but an acceptance, 502 or 503.

                ## What was found

                %s
                """.formatted(
                drill.name(),
                passed() ? "passed" : "FAILED",
                drill.what(),
                faults.size(),
                minutes(took),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.version().feature(),
                seed,
                lines(faults, Report::row),
                recovery(),
                lines(notes, note -> "\n" + note + "."),
                verdict.accepted(),
                load.refused().size(),
                verdict.heard(),
                load.users().size(),
                load.returns(),
                verdict.items(),
                verdict.told(),
                load.answers().size(),
                passed() ? "Nothing lost, nothing twice, nothing miscounted." : lines(verdict.faults(), f -> "- " + f));
    }

    private static <T> String lines(List<T> all, Function<T, String> line) {
        return all.stream().map(line).collect(Collectors.joining("\n"));
    }

    private static String row(Ground.Fault fault) {
        return "| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        minutes(fault.at()),
                        fault.what(),
                        seconds(fault.away()),
                        seconds(fault.recovery().token()),
                        seconds(fault.recovery().published()),
                        seconds(fault.recovery().heard()),
                        seconds(fault.recovery().viewed()));
    }

    /** The middle, and the longest. */
    String recovery() {
        List<Duration> sorted =
                faults.stream().map(fault -> fault.recovery().whole()).sorted().toList();
        return sorted.isEmpty()
                ? "nothing was done"
                : "%s in the median, %s at most"
                        .formatted(seconds(sorted.get(sorted.size() / 2)), seconds(sorted.getLast()));
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private static String minutes(Duration time) {
        return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
