package dev.tidings.deploy.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.deploy.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Metrics by name: what dashboards and alerts ask for, what is documented, what a service gives out. */
public final class NamedMetrics {

    /** Ours, and those of Quarkus and Java that are used. */
    private static final Pattern NAME = Pattern.compile("\\b(tidings|http_server|jvm|process|system)_[a-z_]+\\b");

    private NamedMetrics() {}

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(tidings_\\w+)` \\|");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (tidings_\\w+) ");

    /** In the table that operators read. */
    public static Set<String> documented() {
        return matches(ROW, Repository.text(Repository.ROOT.resolve("docs/operations/metrics.md")));
    }

    /** Ours, in what a service answers. */
    public static Set<String> given(String answer) {
        return matches(TYPE, answer);
    }

    private static Set<String> matches(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    public static Set<String> asked() {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions()) {
            Matcher matcher = NAME.matcher(expression);
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    private static List<String> expressions() {
        Path directory = Repository.ROOT.resolve("deploy/observability");
        List<String> expressions = new ArrayList<>();
        Repository.text(directory.resolve("alerts.yml"))
                .lines()
                .filter(line -> line.strip().startsWith("expr:"))
                .forEach(expressions::add);
        try (Stream<Path> dashboards = Files.list(directory.resolve("grafana/dashboards"))) {
            for (Path dashboard : dashboards.toList()) {
                JsonNode content = new JsonMapper().readTree(dashboard.toFile());
                expressions.addAll(content.findValuesAsText("expr"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return expressions;
    }
}
