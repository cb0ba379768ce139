package dev.tidings.notifications.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
                assertThat(contract.faults(node.path("schema"), example.path("value")))
                        .as(example.toString())
                        .isEmpty();
                seen[0]++;
            }
        }
        node.forEach(child -> content(child, seen));
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
                .collect(java.util.stream.Collectors.toMap(
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
