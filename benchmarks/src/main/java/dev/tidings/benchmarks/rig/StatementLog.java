package dev.tidings.benchmarks.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * How long PostgreSQL took for the service's own statements, as its log says: parsed, bound (and planned) and executed, without
 * the network and without the service. For one thread.
 */
public final class StatementLog {

    private static final Pattern ENTRY = Pattern.compile("^\\d{4}-\\d\\d-\\d\\d .*? \\[(\\d+)\\] (\\w+):  (.*)");
    private static final Pattern DURATION =
            Pattern.compile("(?s)^duration: ([0-9.]+) ms  (parse|bind|execute|statement)(?: [^:]*)?: (.*)");

    private static final int SHOWN = 100;

    private record Step(String process, double millis, String kind, String text) {

        /** Not yet executed: a plan is made when a statement is bound. */
        boolean isPlanning() {
            return kind.equals("parse") || kind.equals("bind");
        }
    }

    private final Path log;
    private final long from;
    private final View view;

    private StatementLog(Path log, long from, View view) {
        this.log = log;
        this.from = from;
        this.view = view;
    }

    static StatementLog begin(Path log, View view) throws SQLException, IOException, InterruptedException {
        view.update("alter system set log_parameter_max_length = 0");
        set(view, 0);
        return new StatementLog(log, Files.size(log), view);
    }

    private static void set(View view, int least) throws SQLException, InterruptedException {
        view.update("alter system set log_min_duration_statement = " + least);
        view.update("select pg_reload_conf()");
        // A process of the server reads its configuration before its next statement, if it was told by then.
        TimeUnit.MILLISECONDS.sleep(200);
    }

    /** Of each statement whose text is one of these, in microseconds. */
    public Histogram of(Predicate<String> text) throws IOException {
        Histogram micros = new Histogram(3);
        Map<String, Double> begun = new HashMap<>();
        for (Step step : steps()) {
            if (!text.test(step.text)) {
                continue;
            }
            double millis = begun.getOrDefault(step.process, 0.0) + step.millis;
            if (step.isPlanning()) {
                begun.put(step.process, millis);
            } else {
                begun.remove(step.process);
                micros.recordValue((long) (millis * 1_000));
            }
        }
        return micros;
    }

    /** All that was done before statements were executed. */
    public double planningMillis() throws IOException {
        return steps().stream()
                .filter(Step::isPlanning)
                .mapToDouble(Step::millis)
                .sum();
    }

    public double executingMillis() throws IOException {
        return steps().stream()
                .filter(step -> !step.isPlanning())
                .mapToDouble(Step::millis)
                .sum();
    }

    /** What took the database's time: milliseconds by statement, the most first. */
    public List<String> heaviest(int most) throws IOException {
        Map<String, Double> byText = new HashMap<>();
        for (Step step : steps()) {
            String text = step.text.strip().replaceAll("\\s+", " ");
            String what = step.isPlanning() ? "planned:  " : "executed: ";
            byText.merge(what + text.substring(0, Math.min(SHOWN, text.length())), step.millis, Double::sum);
        }
        return byText.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(most)
                .map(entry -> String.format(Locale.ROOT, "%,8.0f ms  %s", entry.getValue(), entry.getKey()))
                .toList();
    }

    /** Nothing more is written. */
    public void end() throws SQLException, InterruptedException {
        set(view, -1);
    }

    private List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>();
        String process = "";
        StringBuilder entry = new StringBuilder();
        byte[] all = Files.readAllBytes(log);
        String since = new String(all, (int) from, (int) (all.length - from), StandardCharsets.UTF_8);
        for (String line : since.split("\n", -1)) {
            Matcher matcher = ENTRY.matcher(line);
            if (matcher.matches()) {
                add(steps, process, entry);
                process = matcher.group(1);
                entry.setLength(0);
                entry.append(matcher.group(3));
            } else {
                entry.append('\n').append(line);
            }
        }
        add(steps, process, entry);
        return steps;
    }

    private static void add(List<Step> steps, String process, StringBuilder entry) {
        Matcher matcher = DURATION.matcher(entry);
        if (matcher.matches()) {
            steps.add(new Step(process, Double.parseDouble(matcher.group(1)), matcher.group(2), matcher.group(3)));
        }
    }
}
