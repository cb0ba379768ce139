package dev.tidings.deploy.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tidings.deploy.Repository;
import dev.tidings.deploy.manifest.Installation;
import dev.tidings.deploy.service.ServiceConfiguration;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Alerts, their page and what collects metrics say the same. That the metrics exist is asked of running services. */
class ObservabilityTest {

    private static final JsonNode ALERTS =
            yaml("deploy/observability/alerts.yml").at("/groups/0/rules");

    @Test
    void theOperatorsRulesAreTheSame() {
        assertThat(Installation.MANAGED_BACKENDS
                        .render()
                        .get("PrometheusRule", "tidings")
                        .at("/spec/groups/0/rules"))
                .isEqualTo(ALERTS);
    }

    @Test
    void everyAlertSaysWhatToDo() {
        String page = Repository.text(Repository.ROOT.resolve("docs/operations/alerts.md"));
        List<String> names = ALERTS.findValuesAsText("alert");
        assertThat(page.lines().filter(line -> line.startsWith("### ")).map(line -> line.substring(4)))
                .containsExactlyElementsOf(names);
        assertThat((ArrayNode) ALERTS).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(alert.path("for").asText()).matches("\\d+m");
            assertThat(alert.at("/annotations/summary").asText()).endsWith(".");
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .endsWith("alerts.md#" + alert.path("alert").asText().toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void prometheusAsksTheServicesWhereTheyAnswer() {
        JsonNode jobs = yaml("deploy/observability/prometheus.yml").path("scrape_configs");
        assertThat(jobs.findValuesAsText("job_name")).containsExactlyElementsOf(Repository.SERVICES);
        assertThat(StreamSupport.stream(jobs.spliterator(), false)).allSatisfy(job -> {
            ServiceConfiguration service =
                    ServiceConfiguration.of(job.path("job_name").asText());
            assertThat(job.path("metrics_path").asText()).isEqualTo(service.metricsPath());
            assertThat(job.at("/dns_sd_configs/0/port").asInt()).isEqualTo(service.managementPort());
            assertThat(job.at("/dns_sd_configs/0/names/0")).isEqualTo(job.path("job_name"));
        });
    }

    private static JsonNode yaml(String file) {
        Object content =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Repository.text(Repository.ROOT.resolve(file)));
        return new JsonMapper().valueToTree(content);
    }
}
