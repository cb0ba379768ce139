package dev.tidings.notifications.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.contract.event.CloudEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Writes the service's own events. An emoji is its 4 bytes of UTF-8, not 12 of escapes. */
@RegisterForReflection(targets = CloudEvent.class)
public final class EventJson {

    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build()
            .writerFor(CloudEvent.class);

    private EventJson() {}

    public static byte[] write(CloudEvent event) {
        try {
            return WRITER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }
}
