package dev.tidings.contract.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tidings.contract.channel.AppChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A record of the log: the channel it is on and one CloudEvent, its JSON kept as it came. Anyone of a product team may
 * have written it, so it is checked before a byte of it is passed on: a value that is exactly one JSON object in
 * well-formed UTF-8 can be put into a frame as it is, and can't break out of it. Immutable; nobody writes to the bytes.
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are shared on purpose, and never compared.
public record EventRecord(AppChannel channel, String id, String type, byte[] json) {

    /** Beside this, the topic's own limit; what we publish ourselves stays under 64 KiB. */
    public static final int MAX_BYTES = 128 * 1024;

    private static final int MAX_ATTRIBUTE = 1024;
    private static final int MAX_KEY = 256;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxDocumentLength(MAX_BYTES)
                    .build())
            .build();

    /** What reading a record came to: an event, or the kind of its fault, which is counted and logged by kind. */
    public sealed interface Read {
        record Event(EventRecord value) implements Read {}

        record Invalid(Fault fault) implements Read {}
    }

    /** Why a record of the log is skipped. */
    public enum Fault {
        NO_VALUE,
        BAD_KEY,
        TOO_LARGE,
        NOT_UTF8,
        NOT_JSON,
        NOT_A_CLOUD_EVENT
    }

    /** Reads a record as Kafka gives it; either part may be null there. */
    public static Read read(byte[] key, byte[] value) {
        if (value == null) {
            return new Read.Invalid(Fault.NO_VALUE);
        }
        Optional<AppChannel> channel = key == null || key.length > MAX_KEY
                ? Optional.empty()
                : AppChannel.parseKey(new String(key, StandardCharsets.UTF_8));
        if (channel.isEmpty()) {
            return new Read.Invalid(Fault.BAD_KEY);
        }
        if (value.length > MAX_BYTES) {
            return new Read.Invalid(Fault.TOO_LARGE);
        }
        if (!isUtf8(value)) {
            return new Read.Invalid(Fault.NOT_UTF8);
        }
        try (JsonParser parser = JSON.createParser(value)) {
            return readAttributes(channel.get(), value, parser);
        } catch (IOException e) {
            return new Read.Invalid(Fault.NOT_JSON);
        }
    }

    private static Read readAttributes(AppChannel channel, byte[] value, JsonParser parser) throws IOException {
        if (!isPlainJson(value) || parser.nextToken() != JsonToken.START_OBJECT) {
            return new Read.Invalid(Fault.NOT_JSON);
        }
        String specversion = null;
        String id = null;
        String source = null;
        String type = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "specversion" -> specversion = attribute(parser);
                case "id" -> id = attribute(parser);
                case "source" -> source = attribute(parser);
                case "type" -> type = attribute(parser);
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            return new Read.Invalid(Fault.NOT_JSON);
        }
        if (!"1.0".equals(specversion) || id == null || source == null || type == null) {
            return new Read.Invalid(Fault.NOT_A_CLOUD_EVENT);
        }
        return new Read.Event(new EventRecord(channel, id, type, value));
    }

    /** A required attribute is a string with something in it; anything else counts as absent. */
    private static String attribute(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return null;
        }
        String text = parser.getText();
        return text.isEmpty() || text.length() > MAX_ATTRIBUTE ? null : text;
    }

    /** The parser would also take UTF-16, UTF-32 and a byte order mark; in a frame none of them is JSON. */
    private static boolean isPlainJson(byte[] value) {
        return value.length >= 2 && value[0] != 0 && value[1] != 0 && value[0] != (byte) 0xEF;
    }

    private static boolean isUtf8(byte[] value) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
