package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table that operators read, and what an edge gives out: neither has a metric, or a tag, that the other has not. */
@QuarkusTest
class MetricsTest extends EdgeTest {

    private static final Path TABLE = Path.of("../docs/operations/metrics.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(tidings_edge_\\w+)` \\| (\\w+) \\|([^|]*)\\|");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (tidings_edge_\\w+) (\\w+)$");
    private static final Pattern SAMPLE =
            Pattern.compile("(?m)^(tidings_edge_\\w+?)(?:_bucket|_count|_sum)?\\{([^}]*)}");

    /** How it counts, and its tags. */
    private record Metric(String kind, Set<String> tags) {}

    @Test
    void theTableHasWhatAnEdgeGivesOutAndNothingElse() throws IOException {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            assertThat(given().get("/v1/stream").statusCode()).isNotEqualTo(200);
        }
        String metrics =
                given().accept("text/plain;version=0.0.4").get("/q/metrics").asString();
        assertThat(documented(Files.readString(TABLE))).isEqualTo(givenOut(metrics));
    }

    private static Map<String, Metric> givenOut(String metrics) {
        Map<String, Metric> given = new TreeMap<>();
        Matcher type = TYPE.matcher(metrics);
        while (type.find()) {
            given.put(type.group(1), new Metric(type.group(2), new TreeSet<>()));
        }
        Matcher sample = SAMPLE.matcher(metrics);
        while (sample.find()) {
            Metric metric = given.get(sample.group(1));
            for (String label : sample.group(2).split(",", -1)) {
                String tag = label.replaceFirst("=.*", "");
                if (metric != null && !tag.equals("le") && !tag.isEmpty()) {
                    metric.tags().add(tag);
                }
            }
        }
        return given;
    }

    private static Map<String, Metric> documented(String table) {
        Map<String, Metric> documented = new TreeMap<>();
        Matcher row = ROW.matcher(table);
        while (row.find()) {
            Set<String> tags = new TreeSet<>();
            Matcher tag = Pattern.compile("`(\\w+)`").matcher(row.group(3));
            while (tag.find()) {
                tags.add(tag.group(1));
            }
            documented.put(row.group(1), new Metric(row.group(2), tags));
        }
        return documented;
    }
}
