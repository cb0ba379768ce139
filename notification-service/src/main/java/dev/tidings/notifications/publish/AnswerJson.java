package dev.tidings.notifications.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.contract.position.Position;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Iterator;
import java.util.List;

/** The answers to publishing, as JSON. Written straight: a batch's has up to a hundred thousand positions. */
final class AnswerJson {

    private static final int ACCEPTED = 202;

    /** About what an item of a batch with one position comes to. */
    private static final int USUAL_CHARS = 160;

    private static final JsonMapper JSON = new JsonMapper();

    private interface Writing {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private AnswerJson() {}

    static String of(Published published) {
        return write(1, json -> {
            json.writeStartObject();
            published(json, published);
            json.writeEndObject();
        });
    }

    /** What became of each item, in the batch's order. Of the good ones, in their order, it was published so. */
    static String of(Batch batch, List<Published> published) {
        Iterator<Published> next = published.iterator();
        return write(batch.items().size(), json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (Batch.Item item : batch.items()) {
                json.writeStartObject();
                switch (item) {
                    case Batch.Item.Good _ -> {
                        json.writeNumberField("status", ACCEPTED);
                        published(json, next.next());
                    }
                    case Batch.Item.Refused(var refusal) -> {
                        json.writeNumberField("status", refusal.code().status());
                        json.writePOJOField("problem", refusal.problem());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void published(JsonGenerator json, Published published) throws IOException {
        json.writeStringField("id", published.id());
        json.writeArrayFieldStart("positions");
        for (Position position : published.positions()) {
            json.writeStartObject();
            json.writeStringField("channel", position.channel().name());
            json.writeStringField("epoch", position.epoch().text());
            json.writeNumberField("offset", position.offset());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String write(int items, Writing writing) {
        StringWriter text = new StringWriter(items * USUAL_CHARS);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writing.writeTo(json);
        } catch (IOException e) {
            throw new IllegalStateException("strings and numbers can always be written as JSON", e);
        }
        return text.toString();
    }
}
