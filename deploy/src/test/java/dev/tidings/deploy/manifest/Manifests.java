package dev.tidings.deploy.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Rendered objects, as they would be sent to a cluster. */
public record Manifests(List<ObjectNode> objects) {

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder().build());

    public Manifests {
        objects = List.copyOf(objects);
    }

    static Manifests read(String yaml) {
        try (MappingIterator<ObjectNode> documents =
                YAML.readerFor(ObjectNode.class).readValues(yaml)) {
            return new Manifests(documents.readAll());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy to change. */
    public Manifests copy() {
        return new Manifests(objects.stream().map(ObjectNode::deepCopy).toList());
    }

    public Stream<ObjectNode> of(String kind) {
        return objects.stream().filter(object -> kind(object).equals(kind));
    }

    public ObjectNode get(String kind, String name) {
        return of(kind).filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    /** What runs pods. */
    public Stream<ObjectNode> workloads() {
        return objects.stream()
                .filter(object -> object.at("/spec/template/spec/containers").isArray());
    }

    public static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    public static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    public static String label(JsonNode object) {
        return kind(object) + " " + name(object);
    }

    /** A generated map's name without the hash of its content. */
    public ObjectNode configuration(String name) {
        return of("ConfigMap")
                .filter(map -> name(map).matches(name + "-[a-z0-9]{10}"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no ConfigMap " + name));
    }
}
