package dev.tidings.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tidings.local.process.RepositoryRoot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The figures of one run: a column for each thing that was measured, a row for each figure. For one thread. */
public final class Report {

    private final String scenario;
    private final Map<String, Object> options;
    private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Map<String, Map<String, Object>> columns = new LinkedHashMap<>();
    private final Map<String, Boolean> expectations = new LinkedHashMap<>();

    /**
     * An empty one.
     *
     * @param options what it was run with
     */
    public Report(String scenario, Map<String, Object> options) {
        this.scenario = scenario;
        this.options = new LinkedHashMap<>(options);
    }

    /** A number, or a word; numbers are rounded when they are shown. */
    public void put(String column, String figure, Object value) {
        columns.computeIfAbsent(column, name -> new LinkedHashMap<>()).put(figure, value);
    }

    /** What has to be so; where it isn't, the run has failed. */
    public void expect(String what, boolean kept) {
        expectations.put(what, kept);
    }

    /** What a command ends with: 0 where all is as expected. */
    public int exitCode() {
        return expectations.containsValue(false) ? 1 : 0;
    }

    /** What goes on, to whoever waits for the figures. */
    public void say(String progress) {
        System.err.println(scenario + ": " + progress);
    }

    /** Prints the table, and writes the JSON beside the builds. */
    public void publish(PrintStream out) throws IOException {
        Machine machine = Machine.here();
        out.printf(
                "%n%s, %s%n%s x%d, %d MB, %s%n%s, Netty %s, Kafka %s, commit %s%n%s%n%n",
                scenario,
                began,
                machine.processor(),
                machine.processors(),
                machine.memoryMegabytes(),
                machine.system(),
                machine.java(),
                machine.netty(),
                machine.kafka(),
                machine.commit(),
                options);
        printTable(out);
        out.println();
        expectations.forEach((what, kept) -> out.printf("%s: %s%n", kept ? "yes" : "NO ", what));
        Path file = RepositoryRoot.find()
                .resolve("benchmarks/target/results")
                .resolve(scenario + "-" + began.toString().replace(":", "") + ".json");
        Files.createDirectories(file.getParent());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("scenario", scenario);
        all.put("began", began.toString());
        all.put("machine", machine);
        all.put("options", options);
        all.put("figures", columns);
        all.put("expected", expectations);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
        out.printf("%n%s%n", RepositoryRoot.find().relativize(file));
    }

    private void printTable(PrintStream out) {
        Set<String> rows = new LinkedHashSet<>();
        columns.values().forEach(column -> rows.addAll(column.keySet()));
        StringBuilder table = new StringBuilder("| |");
        columns.keySet().forEach(name -> table.append(' ').append(name).append(" |"));
        table.append("\n| --- |").append(" ---: |".repeat(columns.size())).append('\n');
        for (String row : rows) {
            table.append("| ").append(row).append(" |");
            columns.values()
                    .forEach(column -> table.append(' ')
                            .append(text(column.getOrDefault(row, "")))
                            .append(" |"));
            table.append('\n');
        }
        out.print(table);
    }

    private static String text(Object value) {
        return switch (value) {
            case Double number when Math.abs(number) >= 100 -> String.format(Locale.ROOT, "%,.0f", number);
            case Double number -> String.format(Locale.ROOT, "%.2f", number);
            case Number number -> String.format(Locale.ROOT, "%,d", number.longValue());
            default -> value.toString();
        };
    }
}
