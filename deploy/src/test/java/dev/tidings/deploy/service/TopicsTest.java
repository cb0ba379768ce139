package dev.tidings.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.deploy.Repository;
import dev.tidings.deploy.manifest.Kustomize;
import dev.tidings.deploy.manifest.Manifests;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The two ways to the topics, the operator's and the job's, make the same ones, with the same rights. */
class TopicsTest {

    private static final Pattern TOPIC = Pattern.compile("(?m)^topic (\\S+) (\\d+) (.+)$");
    private static final Pattern ALLOW = Pattern.compile("(?m)^allow (\\S+) (\\S+) (\\S+) (\\S+) (.+)$");

    private static final String SCRIPT = Repository.text(Repository.KUBERNETES.resolve("topics-job/create-topics.sh"));

    private record Topic(int partitions, Map<String, String> settings) {}

    private record Right(String user, String kind, String name, String pattern, String operation) {}

    @Test
    void theTopicsAreTheSame() {
        assertThat(ofTheJob())
                .containsKeys("tidings.events", "tidings.revocations", "tidings.presence")
                .isEqualTo(ofTheOperator());
    }

    @Test
    void anAnsweredRecordIsOnTwoBrokers() {
        operators().of("KafkaTopic").forEach(topic -> {
            assertThat(topic.at("/spec/replicas").asInt()).isEqualTo(3);
            assertThat(topic.at("/spec/config/min.insync.replicas").asInt()).isEqualTo(2);
        });
        String job = Repository.text(Repository.KUBERNETES.resolve("topics-job/kustomization.yaml"));
        assertThat(job).contains("REPLICATION_FACTOR=3", "MIN_INSYNC_REPLICAS=2");
    }

    @Test
    void theRightsAreTheSame() {
        assertThat(rightsByTheJob()).isNotEmpty().isEqualTo(rightsByTheOperator());
    }

    @Test
    void eachServiceHasTheUserThatItsSecretIsOf() {
        Manifests manifests = operators();
        for (String service : Repository.SERVICES) {
            ObjectNode deployment = manifests.get("Deployment", service);
            assertThat(deployment.findValues("secretKeyRef"))
                    .filteredOn(secret -> secret.path("key").asText().equals("sasl.jaas.config"))
                    .singleElement()
                    .satisfies(secret ->
                            manifests.get("KafkaUser", secret.path("name").asText()));
        }
    }

    private static Manifests operators() {
        return Kustomize.with("production-jvm", "operators");
    }

    private static Map<String, Topic> ofTheJob() {
        Map<String, Topic> topics = new TreeMap<>();
        Matcher matcher = TOPIC.matcher(SCRIPT);
        while (matcher.find()) {
            Map<String, String> settings = new TreeMap<>(Map.of("min.insync.replicas", "2"));
            for (String setting : matcher.group(3).replaceAll("[\\[\\]']", "").split(" ", -1)) {
                settings.put(setting.replaceFirst("=.*", ""), setting.replaceFirst("[^=]*=", ""));
            }
            topics.put(matcher.group(1), new Topic(Integer.parseInt(matcher.group(2)), settings));
        }
        return topics;
    }

    private static Map<String, Topic> ofTheOperator() {
        Map<String, Topic> topics = new TreeMap<>();
        operators().of("KafkaTopic").forEach(topic -> {
            Map<String, String> settings = new TreeMap<>();
            topic.at("/spec/config")
                    .properties()
                    .forEach(setting ->
                            settings.put(setting.getKey(), setting.getValue().asText()));
            topics.put(
                    Manifests.name(topic),
                    new Topic(topic.at("/spec/partitions").asInt(), settings));
        });
        return topics;
    }

    private static Set<Right> rightsByTheJob() {
        Set<Right> rights = new HashSet<>();
        Matcher matcher = ALLOW.matcher(SCRIPT);
        while (matcher.find()) {
            for (String operation : matcher.group(5).split(" ", -1)) {
                rights.add(new Right(
                        matcher.group(1),
                        matcher.group(2),
                        matcher.group(3),
                        matcher.group(4).replace("prefixed", "prefix"),
                        operation));
            }
        }
        return rights;
    }

    private static Set<Right> rightsByTheOperator() {
        Set<Right> rights = new HashSet<>();
        operators().of("KafkaUser").forEach(user -> {
            for (JsonNode acl : user.at("/spec/authorization/acls")) {
                JsonNode resource = acl.path("resource");
                acl.path("operations")
                        .forEach(operation -> rights.add(new Right(
                                Manifests.name(user),
                                resource.path("type").asText(),
                                resource.path("name").asText(),
                                resource.path("patternType").asText(),
                                operation.asText())));
            }
        });
        return rights;
    }
}
