package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tidings.contract.problem.CloseCode;
import dev.tidings.contract.problem.FrameError;
import dev.tidings.edge.fuzz.HostileMessages;
import dev.tidings.edge.protocol.ClientMessage;
import dev.tidings.edge.protocol.Messages;
import dev.tidings.edge.protocol.ServerMessage;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.StreamContract;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The published AsyncAPI document is one, and says what the edge does: no message, member or code that is not in it, and
 * none in it that is not. What is really said in all the other tests is held against it too: see {@link StreamContract}.
 */
@QuarkusTest
class AsyncApiTest extends EdgeTest {

    private static final int MESSAGES = 50_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** As strict as the edge is. */
    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Test
    void itIsPublished() {
        given().get("/q/asyncapi").then().statusCode(200).body(containsString("asyncapi: 3.0.0"));
    }

    @Test
    void itIsAnAsyncApiDocument() throws IOException {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream("/asyncapi/3.0.0-without-id.json")) {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(in);
            assertThat(schema.validate(StreamContract.document())).isEmpty();
            ObjectNode wrong = StreamContract.document().deepCopy();
            wrong.remove("info");
            assertThat(schema.validate(wrong)).as("without what it must have").isNotEmpty();
        }
    }

    @Test
    void whatItDoesNotSayIsFound() throws IOException {
        assertThat(StreamContract.faults("ping", JSON.readTree("{\"type\":\"ping\"}")))
                .isEmpty();
        assertThat(StreamContract.faults("ping", JSON.readTree("{\"type\":\"ping\",\"more\":1}")))
                .as("a member")
                .isNotEmpty();
        assertThat(StreamContract.faults("song", JSON.readTree("{\"type\":\"song\"}")))
                .as("a message")
                .isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(StreamContract.document().findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(pointer -> assertThat(StreamContract.document()
                                .at(pointer.substring(1).replace("%24", "$"))
                                .isMissingNode())
                        .as(pointer)
                        .isFalse());
    }

    @Test
    void everyExampleIsAMessageOfItsKind() {
        JsonNode messages = StreamContract.document().at("/components/messages");
        messages.properties().forEach(message -> {
            JsonNode examples = message.getValue().path("examples");
            assertThat(examples).as(message.getKey()).isNotEmpty();
            examples.forEach(example -> assertThat(StreamContract.faults(message.getKey(), example.path("payload")))
                    .as(message.getKey())
                    .isEmpty());
        });
    }

    @Test
    void everyMessageOfTheEdgeHasTheMembersThatAreSaid() throws ReflectiveOperationException {
        for (Class<?> kind : ServerMessage.class.getPermittedSubclasses()) {
            List<String> members = new ArrayList<>(List.of("type"));
            Arrays.stream(kind.getRecordComponents())
                    .map(RecordComponent::getName)
                    .forEach(members::add);
            assertThat(StreamContract.members(blank(kind).type()))
                    .as(kind.getSimpleName())
                    .containsExactlyInAnyOrderElementsOf(members);
        }
    }

    @Test
    void everyMessageOfAClientIsSaid() {
        List<String> heard = Stream.of(ClientMessage.class.getPermittedSubclasses())
                .map(kind -> kind.getSimpleName().toLowerCase(Locale.ROOT))
                .filter(name -> !name.equals("bad"))
                .toList();
        assertThat(operation("listen")).containsExactlyInAnyOrderElementsOf(heard);
    }

    @Test
    void everyCodeIsSaid() {
        List<String> errors = new ArrayList<>();
        StreamContract.document()
                .at("/components/messages/error/payload/properties/code/enum")
                .forEach(code -> errors.add(code.asText()));
        assertThat(errors)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(FrameError.values()).map(FrameError::code).toList());
        List<String> closes = new ArrayList<>();
        StreamContract.document()
                .at("/channels/webSocket/x-close-codes")
                .fieldNames()
                .forEachRemaining(closes::add);
        assertThat(closes)
                .containsAll(Arrays.stream(CloseCode.values())
                        .map(code -> Integer.toString(code.code()))
                        .toList());
    }

    /** Both ways: what the document allows is taken, and what is taken it allows, but for members that are ignored. */
    @Test
    void theEdgeTakesWhatTheDocumentAllowsAndNothingElse() {
        long seed = System.nanoTime();
        HostileMessages messages = new HostileMessages(new Random(seed));
        int taken = 0;
        for (int i = 0; i < MESSAGES; i++) {
            String text = messages.next();
            boolean good = !(Messages.decode(text) instanceof ClientMessage.Bad);
            taken += good ? 1 : 0;
            boolean allowed = isAllowed(text);
            assertThat(good).as("seed %d: %s", seed, text).isEqualTo(allowed);
        }
        assertThat(taken).isGreaterThan(MESSAGES / 100);
    }

    private static boolean isAllowed(String text) {
        JsonNode message;
        try {
            message = STRICT.readTree(text);
        } catch (IOException e) {
            return false;
        }
        String type = message.path("type").asText();
        if (!message.isObject() || !operation("listen").contains(type)) {
            return false;
        }
        ObjectNode known = JSON.createObjectNode();
        message.properties().stream()
                .filter(member -> StreamContract.members(type).contains(member.getKey()))
                .filter(member -> !member.getValue().isNull())
                .forEach(member -> known.set(member.getKey(), member.getValue()));
        // To a schema 1e30 is an integer; the edge echoes and reads what is written as one.
        boolean written = !known.path("ref").isFloatingPointNumber()
                && !known.path("offset").isFloatingPointNumber();
        return written && StreamContract.faults(type, known).isEmpty();
    }

    private static List<String> operation(String name) {
        List<String> messages = new ArrayList<>();
        StreamContract.document()
                .at("/operations/" + name + "/messages")
                .forEach(message -> messages.add(message.path("$ref").asText().replaceFirst(".*/", "")));
        return messages;
    }

    /** One with nothing in it, for its type's sake. */
    private static ServerMessage blank(Class<?> kind) throws ReflectiveOperationException {
        Class<?>[] types = Arrays.stream(kind.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Object[] nothing = Arrays.stream(types)
                .map(type -> Array.get(Array.newInstance(type, 1), 0))
                .collect(Collectors.toCollection(ArrayList::new))
                .toArray();
        return (ServerMessage) kind.getDeclaredConstructor(types).newInstance(nothing);
    }
}
