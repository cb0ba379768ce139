package dev.tidings.edge.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.tidings.edge.protocol.ClientMessage;
import dev.tidings.edge.protocol.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The published AsyncAPI document, and what was said in the tests that is not in it. Whatever a test's client receives is
 * held against it, and whatever it sends that the edge takes as good; the end of each test asks for what was found.
 */
public final class StreamContract {

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.builder(
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7))
            .metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV7())
                    .keyword(new NonValidationKeyword("components"))
                    .build())
            .build();
    private static final JsonNode DOCUMENT = read();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();
    private static final Queue<String> VIOLATIONS = new ConcurrentLinkedQueue<>();
    private static final ObjectMapper JSON = new ObjectMapper();

    private StreamContract() {}

    public static JsonNode document() {
        return DOCUMENT;
    }

    /** The members that a message of that name may have. */
    public static Set<String> members(String message) {
        return Set.copyOf(List.of(JSON
                .convertValue(DOCUMENT.at("/components/messages/" + message + "/payload/properties"), ObjectNode.class)
                .properties()
                .stream()
                .map(Map.Entry::getKey)
                .toArray(String[]::new)));
    }

    /** What is wrong with it as a message of that name; nothing, where it is one. */
    public static Set<ValidationMessage> faults(String message, JsonNode json) {
        return schema(message).validate(json);
    }

    /** By any thread: a message of the edge came. */
    static void received(JsonNode message) {
        hold(message.path("type").asText(), message);
    }

    /** By any thread: a poll was answered. */
    public static void answered(JsonNode answer) {
        hold("answer", answer);
    }

    /** By any thread: a client is about to say this. What the edge refuses anyway is of no interest. */
    static void sending(String text) {
        if (!(Messages.decode(text) instanceof ClientMessage.Bad)) {
            try {
                received(JSON.readTree(text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static void assertKept() {
        List<String> found = List.copyOf(VIOLATIONS);
        VIOLATIONS.clear();
        assertThat(found).as("said, but not in the AsyncAPI document").isEmpty();
    }

    private static void hold(String name, JsonNode message) {
        Set<ValidationMessage> faults = faults(name, message);
        if (!faults.isEmpty()) {
            VIOLATIONS.add(message + ": " + faults);
        }
    }

    private static JsonSchema schema(String message) {
        return SCHEMAS.computeIfAbsent(message, StreamContract::parse);
    }

    private static JsonSchema parse(String message) {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        String pointer = "/components/messages/" + message + "/payload";
        if (DOCUMENT.at(pointer).isMissingNode()) {
            // Nothing is a message that the document doesn't know.
            root.set("not", JSON.createObjectNode());
        } else {
            root.put("$ref", "#" + pointer);
            root.set("components", DOCUMENT.path("components"));
        }
        return FACTORY.getSchema(root);
    }

    private static JsonNode read() {
        try (InputStream in = Optional.ofNullable(StreamContract.class.getResourceAsStream("/META-INF/asyncapi.yaml"))
                .orElseThrow()) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
