package dev.tidings.notifications.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.contract.token.Scope;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.KeyTable;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/notifications:batch}. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class BatchTest {

    private final ObjectMapper json = new ObjectMapper();
    private final String app = Calls.newApp();

    @BeforeAll
    static void whenTheSchemaIsThere() throws Exception {
        KeyTable.awaitSchema();
    }

    @Test
    void theGoodOnesArePublishedAndTheOthersSayAllThatIsWrong() throws Exception {
        Response answer = Calls.publishBatch(app, """
                [%s,
                 {"to":{"users":[]},"priority":"urgent"},
                 {"to":{"users":["bob","ann"]},"title":"Both"},
                 "no object",
                 {"to":{"channel":"nonsense"},"title":"Hi"},
                 {"to":{"everyone":true},"title":"All"}]""".formatted(Calls.to("ann")));

        answer.then()
                .statusCode(200)
                .body("results.status", contains(202, 400, 202, 400, 400, 202))
                .body("results[1].problem.code", equalTo("validation"))
                .body("results[1].problem.errors.field", containsInAnyOrder("to.users", "priority", "title"))
                .body("results[4].problem.code", equalTo("bad-channel"));
        JsonNode results = json.readTree(answer.asString()).path("results");
        assertThat(fields(results.get(0))).isEqualTo(Set.of("status", "id", "positions"));
        assertThat(fields(results.get(3))).isEqualTo(Set.of("status", "problem"));

        List<Log.Entry> anns = Log.of(app + "/user:ann");
        assertThat(anns).hasSize(2);
        assertThat(anns.get(0).data().path("title").textValue()).isEqualTo("Hello");
        assertThat(anns.get(1).event().path("id").textValue()).isEqualTo(answer.path("results[2].id"));
        assertThat(anns.get(1).record().offset())
                .isEqualTo(results.at("/2/positions/1/offset").longValue());
        assertThat(results.at("/2/positions/1/channel").textValue()).isEqualTo("user:ann");
        assertThat(Log.of(app + "/everyone")).hasSize(1);
    }

    private static Set<String> fields(JsonNode object) {
        return object.properties().stream().map(member -> member.getKey()).collect(Collectors.toSet());
    }

    @Test
    void aThousandKeepTheirOrderAndHaveIdsOfTheirOwn() {
        Response answer = Calls.publishBatch(app, list(1_000));

        List<String> ids = answer.then().statusCode(200).extract().path("results.id");
        assertThat(ids).hasSize(1_000).doesNotHaveDuplicates().isSorted();
        List<Log.Entry> entries = Log.of(app + "/user:ann");
        assertThat(entries.stream().map(entry -> entry.event().path("id").textValue()))
                .isEqualTo(ids);
        assertThat(entries.get(617).data().path("title").textValue()).isEqualTo("No. 617");
    }

    @Test
    void moreRecipientsThanGoIntoOneStretchAllHaveTheirPositions() {
        String users = IntStream.range(0, 1_000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
        String one = "{\"to\":{\"users\":[" + users + "]},\"title\":\"Hi\"}";
        Response answer = Calls.publishBatch(app, "[" + String.join(",", List.of(one, one, one, one, one)) + "]");

        assertThat(answer.then().statusCode(200).extract().<List<List<Integer>>>path("results.positions.offset"))
                .hasSize(5)
                .allSatisfy(offsets -> assertThat(offsets).hasSize(1_000));
        List<Log.Entry> last = Log.of(app + "/user:u999");
        assertThat(last).hasSize(5);
        assertThat(last.get(4).record().offset())
                .isEqualTo(((Number) answer.path("results[4].positions[999].offset")).longValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"to\":{\"users\":[\"ann\"]},\"title\":\"Hi\"}", "\"text\""})
    void whatIsNoBatchIsRefusedAsAWhole(String body) {
        Calls.publishBatch(app, body)
                .then()
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("errors[0].message", equalTo("must be a list of 1 to 1000 items"));
    }

    @Test
    void aThousandAndOneAreTooMany() {
        Calls.publishBatch(app, list(1_001)).then().statusCode(400).body("code", equalTo("validation"));
        assertThat(Log.of(app + "/user:ann")).isEmpty();
    }

    @Test
    void recipientsOfAllTogetherHaveABound() {
        String users = IntStream.range(0, 1_000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
        String one = "{\"to\":{\"users\":[" + users + "]},\"title\":\"Hi\"}";
        Calls.publishBatch(app, "[" + (one + ",").repeat(100) + Calls.to("ann") + "]")
                .then()
                .statusCode(400)
                .body("errors[0].message", equalTo("must have at most 100000 recipients together"));
        assertThat(Log.of(app + "/user:ann")).isEmpty();
    }

    @Test
    void theScopeIsThatOfNotificationsAndTheBodyMustBeJson() {
        String other = Tokens.of(app, Scope.EVENTS_WRITE).token(Duration.ofMinutes(5));
        Calls.as(other)
                .body(list(1))
                .post("/v1/notifications:batch")
                .then()
                .statusCode(403)
                .body("code", equalTo("scope-missing"));
        Calls.publishBatch(app, "[").then().statusCode(400).body("code", equalTo("malformed"));
    }

    @Test
    void aBatchMayHave16MiBAndNoMore() {
        String padding = "x".repeat(16_000);
        String one = "{\"to\":{\"users\":[\"ann\"]},\"title\":\"Hi\",\"data\":{\"x\":\"" + padding + "\"}}";
        Calls.publishBatch(app, "[" + one + ("," + one).repeat(199) + "]")
                .then()
                .statusCode(200);
        Calls.publishBatch(app, "[" + one + ("," + one).repeat(1_060) + "]")
                .then()
                .statusCode(413)
                .body("code", equalTo("too-large"));
        assertThat(Log.of(app + "/user:ann")).hasSize(200);
    }

    @Test
    void theKeyCoversTheWholeAnswer() {
        String body = "[" + Calls.to("ann") + ",{}," + Calls.to("bob") + "]";
        Response first = Calls.publishBatchWithKey(app, "k", body);
        Response second = Calls.publishBatchWithKey(app, "k", body);

        first.then().statusCode(200).body("results.status", contains(202, 400, 202));
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(Log.of(app + "/user:ann")).hasSize(1);
        Calls.publishBatchWithKey(app, "k", list(1)).then().statusCode(422);
        // Another resource is another call.
        Calls.publishWithKey(app, "k", Calls.to("ann")).then().statusCode(422);
    }

    @Test
    void aBatchThatIsRefusedAsAWholeUsesNoKeyUp() {
        Calls.publishBatchWithKey(app, "k", "[]").then().statusCode(400);
        Calls.publishBatchWithKey(app, "k", list(1)).then().statusCode(200);
    }

    @Test
    void ofABatchWhoseProcessDiedInTheMiddleTheRepeatWritesWhatIsMissing() throws Exception {
        UUID id = UUID.fromString("01900000-0000-7000-bfff-fffffffffffe");
        String body = list(4);
        KeyTable.running("/v1/notifications:batch", app, "k", body, id, -1);
        // The second had reached the log. Its id is the first's and one more; the third's goes round.
        CloudEvent event = CloudEvent.of(
                "01900000-0000-7000-bfff-ffffffffffff", "/apps/" + app, "notification.created", Instant.now(), null);
        long offset = Log.write(app + "/user:ann", event);

        Response answer = Calls.publishBatchWithKey(app, "k", body);

        assertThat(answer.then().statusCode(200).extract().<List<String>>path("results.id"))
                .containsExactly(
                        id.toString(),
                        "01900000-0000-7000-bfff-ffffffffffff",
                        "01900000-0000-7000-8000-000000000000",
                        "01900000-0000-7000-8000-000000000001");
        assertThat(((Number) answer.path("results[1].positions[0].offset")).longValue())
                .isEqualTo(offset);
        assertThat(Log.of(app + "/user:ann")).hasSize(4);
    }

    /** All to ann, numbered. */
    private static String list(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> "{\"to\":{\"users\":[\"ann\"]},\"title\":\"No. " + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
