package dev.tidings.notifications.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.contract.event.CloudEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a backend publishes, as the bytes of a record: a CloudEvent whose source is the app. */
@RegisterForReflection(targets = CloudEvent.class)
final class EventWriter {

    /** An emoji as its 4 bytes of UTF-8, not as 12 of escapes. */
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build()
            .writerFor(CloudEvent.class);

    private EventWriter() {}

    /** Without data where it is null. */
    static byte[] write(String app, String id, String type, Instant time, JsonNode data) {
        CloudEvent event = CloudEvent.of(id, "/apps/" + app, type, time.truncatedTo(ChronoUnit.MILLIS), data);
        try {
            return WRITER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read from JSON can be written as JSON", e);
        }
    }
}
