package dev.tidings.notifications.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.KeyTable;
import dev.tidings.notifications.fixture.PublishedContract;
import dev.tidings.notifications.fixture.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document itself. That calls are as it says, all tests hold that make any. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class OpenApiTest {

    private static final List<String> PUBLISHING =
            List.of("/v1/notifications", "/v1/notifications:batch", "/v1/events");

    private final String app = Calls.newApp();
    private final PublishedContract contract = PublishedContract.HELD;

    @BeforeEach
    void whenTheSchemaIsThere() throws Exception {
        KeyTable.awaitSchema();
    }

    @Test
    void everyExampleIsOfItsForm() {
        int[] seen = new int[1];
        content(contract.document().path("paths"), seen);
        content(contract.document().at("/components/responses"), seen);
        assertThat(seen[0]).isGreaterThan(10);
    }

    /** Every object with a schema and examples, however deep. */
    private void content(JsonNode node, int[] seen) {
        for (JsonNode example : node.path("examples")) {
            if (node.has("schema")) {
                JsonNode value = contract.resolved(example).path("value");
                assertThat(contract.faults(node.path("schema"), value))
                        .as(value.toString())
                        .isEmpty();
                seen[0]++;
            }
        }
        node.forEach(child -> content(child, seen));
    }

    @Test
    void everyRequestAndEveryAnswerHasExamples() {
        Map<String, ProblemCode> codes =
                Stream.of(ProblemCode.values()).collect(Collectors.toMap(ProblemCode::code, code -> code));
        int operations = 0;
        for (JsonNode path : contract.document().path("paths")) {
            for (JsonNode operation : path) {
                operations++;
                String name = operation.path("operationId").textValue();
                if (operation.has("requestBody")) {
                    assertThat(operation.at("/requestBody/content/application~1json/examples"))
                            .as(name)
                            .isNotEmpty();
                }
                assertThat(operation.path("responses").has("500")).as(name).isTrue();
                operation.path("responses").properties().forEach(answer -> {
                    JsonNode content = contract.resolved(answer.getValue()).path("content");
                    assertThat(answer.getKey().equals("304") || !content.isEmpty())
                            .as(name + " " + answer.getKey())
                            .isTrue();
                    for (JsonNode form : content) {
                        assertThat(form.path("examples"))
                                .as(name + " " + answer.getKey())
                                .isNotEmpty();
                        form.path("examples").properties().forEach(example -> {
                            JsonNode value =
                                    contract.resolved(example.getValue()).path("value");
                            if (answer.getKey().compareTo("400") >= 0) {
                                ProblemCode code = codes.get(example.getKey());
                                assertThat(code.status()).as(name).isEqualTo(Integer.parseInt(answer.getKey()));
                                assertThat(value.path("code").textValue()).isEqualTo(code.code());
                                assertThat(value.path("title").textValue()).isEqualTo(code.title());
                                assertThat(value.path("status").intValue()).isEqualTo(code.status());
                            }
                        });
                    }
                });
            }
        }
        assertThat(operations).isEqualTo(13);
    }

    @Test
    void everyExampleOfARequestIsAccepted() throws Exception {
        for (String path : PUBLISHING) {
            examples(path, "post")
                    .forEach((name, body) -> Calls.as(Tokens.service(app))
                            .body(body)
                            .post(path)
                            .then()
                            .statusCode(path.endsWith("batch") ? 200 : 202));
        }
        String user = Tokens.connection(app, "ann").token(Duration.ofMinutes(5));
        for (String body : examples("/v1/preferences", "put").values()) {
            // A database that is slow at the moment refuses; whoever is refused tries again.
            Response[] answer = new Response[1];
            Await.that(() -> {
                answer[0] = Calls.as(user).body(body).put("/v1/preferences");
                return answer[0].statusCode() != 503;
            });
            answer[0].then().statusCode(200);
        }
    }

    private Map<String, String> examples(String path, String method) {
        JsonNode examples = contract.document()
                .path("paths")
                .path(path)
                .path(method)
                .at("/requestBody/content/application~1json/examples");
        assertThat(examples).isNotEmpty();
        return examples.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        example -> example.getValue().path("value").toString()));
    }

    @Test
    void theDocumentTellsAnAnswerThatIsAnother() throws Exception {
        JsonNode published = contract.document().at("/components/schemas/Published");
        ObjectMapper json = new ObjectMapper();
        assertThat(contract.faults(published, json.readTree("{\"id\":\"x\",\"positions\":[]}")))
                .isEmpty();
        for (String other : List.of(
                "{\"id\":\"x\"}",
                "{\"id\":\"x\",\"positions\":[],\"more\":1}",
                "{\"id\":\"x\",\"positions\":[{\"channel\":\"ann\",\"epoch\":\"e\",\"offset\":1}]}")) {
            assertThat(contract.faults(published, json.readTree(other)))
                    .as(other)
                    .isNotEmpty();
        }
    }
}
