package dev.tidings.contract.revocation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A revocation as it stands on the topic: {@code {"app":"demo","user":"ann","session":"..","issuedBefore":1762000000,
 * "expiresAt":1762086460}}, times in seconds since 1970 as in a token. Members that are not known are left alone.
 */
public final class RevocationRecord {

    private static final int MAX_BYTES = 4 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What reading a record came to: a revocation, or the kind of its fault, which is counted and logged by kind. */
    public sealed interface Read {
        record Valid(Revocation value) implements Read {}

        record Invalid(Fault fault) implements Read {}
    }

    /** Why a record is skipped. */
    public enum Fault {
        /** A tombstone: nothing is revoked by it, and nothing was wrong. */
        NO_VALUE,
        TOO_LARGE,
        NOT_JSON,
        NOT_A_REVOCATION,
        /** Its key is not that of its value: compaction would mix it up with another's. */
        BAD_KEY
    }

    private RevocationRecord() {}

    public static byte[] value(Revocation revocation) {
        ObjectNode json = JSON.createObjectNode().put("app", revocation.app()).put("user", revocation.user());
        revocation.session().ifPresent(session -> json.put("session", session));
        json.put("issuedBefore", revocation.issuedBefore().getEpochSecond())
                .put("expiresAt", revocation.expiresAt().getEpochSecond());
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JacksonException e) {
            throw new IllegalStateException("a tree of strings and numbers can be written", e);
        }
    }

    /** Reads a record as Kafka gives it; either part may be null there. Never throws. */
    public static Read read(byte[] key, byte[] value) {
        if (value == null) {
            return new Read.Invalid(Fault.NO_VALUE);
        }
        if (value.length > MAX_BYTES) {
            return new Read.Invalid(Fault.TOO_LARGE);
        }
        try {
            Revocation revocation = revocation(JSON.readTree(value));
            return Arrays.equals(revocation.key(), key) ? new Read.Valid(revocation) : new Read.Invalid(Fault.BAD_KEY);
        } catch (IOException e) {
            return new Read.Invalid(Fault.NOT_JSON);
        } catch (IllegalArgumentException e) {
            return new Read.Invalid(Fault.NOT_A_REVOCATION);
        }
    }

    private static Revocation revocation(JsonNode json) {
        JsonNode session = json.path("session");
        return new Revocation(
                text(json, "app"),
                text(json, "user"),
                session.isMissingNode() || session.isNull() ? Optional.empty() : Optional.of(text(json, "session")),
                second(json, "issuedBefore"),
                second(json, "expiresAt"));
    }

    private static String text(JsonNode json, String member) {
        return require(json.path(member).textValue());
    }

    /** Only seconds that an {@link Instant} and a calendar can both hold. */
    private static Instant second(JsonNode json, String member) {
        JsonNode value = json.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() >>> 36 != 0) {
            throw new IllegalArgumentException("not a time");
        }
        return Instant.ofEpochSecond(value.longValue());
    }

    private static <T> T require(T value) {
        if (value == null) {
            throw new IllegalArgumentException("a member is missing or not of its form");
        }
        return value;
    }
}
