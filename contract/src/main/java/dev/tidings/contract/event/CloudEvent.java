package dev.tidings.contract.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** A CloudEvents 1.0 event as we write it, in the JSON format. Reading goes through {@link EventRecord}. Immutable. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"specversion", "id", "source", "type", "time", "datacontenttype", "data"})
public record CloudEvent(
        String specversion, String id, String source, String type, String time, String datacontenttype, JsonNode data) {

    public static final String CONTENT_TYPE = "application/cloudevents+json";

    public static CloudEvent of(String id, String source, String type, Instant time, JsonNode data) {
        return new CloudEvent("1.0", id, source, type, time.toString(), "application/json", data);
    }
}
