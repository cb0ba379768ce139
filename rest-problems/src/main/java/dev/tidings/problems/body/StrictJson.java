package dev.tidings.problems.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Exactly one JSON value in well-formed UTF-8, no key twice, not nested without end. Where two readers of a body could
 * see two things in it, it is refused. Blocks as the stream does.
 */
public final class StrictJson {

    static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_CHARS = 100;
    private static final int MAX_NAME_CHARS = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_CHARS)
                            .maxNameLength(MAX_NAME_CHARS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // By the tree itself: the parser's own check would keep a set of names beside it.
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private StrictJson() {}

    public static JsonNode read(InputStream in) {
        try {
            JsonNode value = JSON.readTree(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
            if (value.isMissingNode()) {
                throw malformed("The body is empty.");
            }
            return value;
            // The latter: an exponent beyond an int is no number to the tree.
        } catch (IOException | NumberFormatException e) {
            throw malformed("The body is not one JSON value in UTF-8, or names a member twice.");
        }
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(ProblemCode.MALFORMED, detail);
    }
}
