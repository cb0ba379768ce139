package dev.tidings.problems.body;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What every store behind us can hold. PostgreSQL takes no U+0000 and no number beyond its numeric, UTF-8 no half of a
 * surrogate pair, a browser no number beyond a double: such a value would be accepted here and stop a projection later.
 */
final class Storable {

    static final String RULE = "must not have U+0000, half a surrogate pair or a number that no double reaches";

    private static final int MAX_EXPONENT = 1_000;

    private Storable() {}

    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** Goes as deep as the value, which {@link StrictJson} has bounded. */
    static boolean isStorable(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> isStorable(value.textValue());
            case NUMBER -> isStorableNumber(value);
            case OBJECT -> areStorableMembers(value);
            case ARRAY -> areStorableItems(value);
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> true;
        };
    }

    /** Whether it is that small when written without blanks. Only what may come near the limit is written to see. */
    static boolean isWithin(JsonNode value, int maxBytes) {
        return sizeAtMost(value) <= maxBytes || value.toString().getBytes(StandardCharsets.UTF_8).length <= maxBytes;
    }

    private static long sizeAtMost(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> sizeAtMost(value.textValue());
            case NUMBER, BOOLEAN, NULL, MISSING, BINARY, POJO -> value.asText().length();
            case OBJECT -> {
                long size = 2;
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    size += sizeAtMost(member.getKey()) + sizeAtMost(member.getValue()) + 2;
                }
                yield size;
            }
            case ARRAY -> {
                long size = 2;
                for (JsonNode item : value) {
                    size += sizeAtMost(item) + 1;
                }
                yield size;
            }
        };
    }

    /** Quoted, and each character as an escape. */
    private static long sizeAtMost(String text) {
        return 2 + 6L * text.length();
    }

    private static boolean areStorableMembers(JsonNode object) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!isStorable(member.getKey()) || !isStorable(member.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean areStorableItems(JsonNode array) {
        for (JsonNode item : array) {
            if (!isStorable(item)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStorableNumber(JsonNode value) {
        // The exponent first: turning 1e-999999999 into a double would take its time.
        return (!value.isBigDecimal() || Math.abs((long) value.decimalValue().scale()) <= MAX_EXPONENT)
                && Double.isFinite(value.doubleValue());
    }
}
