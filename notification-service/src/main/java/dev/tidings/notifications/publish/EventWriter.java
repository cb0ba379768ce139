package dev.tidings.notifications.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a backend publishes, as the bytes of a record: a CloudEvent whose source is the app. Written straight, with no tree. */
final class EventWriter {

    private static final int USUAL_BYTES = 768;

    private static final JsonMapper JSON = JsonMapper.builder()
            // An emoji as its 4 bytes of UTF-8, not as 12 of escapes.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .build();

    /** Writes the event's {@code data} member, where it has one. */
    @FunctionalInterface
    interface Data {
        void writeTo(JsonGenerator event) throws IOException;
    }

    private EventWriter() {}

    /** A time as events have it. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** @param time as {@link #time} makes it, once for all that goes out together */
    static byte[] write(String app, String id, String type, String time, Data data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", id);
            json.writeStringField("source", "/apps/" + app);
            json.writeStringField("type", type);
            json.writeStringField("time", time);
            json.writeStringField("datacontenttype", "application/json");
            data.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("what was read from JSON can be written as JSON", e);
        }
        return bytes.toByteArray();
    }
}
