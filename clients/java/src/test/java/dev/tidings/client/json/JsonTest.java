package dev.tidings.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    /** What everybody else takes for JSON. */
    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String ALPHABET =
            "{}[]\":,\\/ntfrbuE.e+-0123456789truefalsenull \t\n\u0001\u00e9\ud83d\ude00d8";

    @Test
    void readsWhatItWrites() {
        Json json = Json.of(Map.of("a", List.of(1, -2.5, "\"\\\n\u0001é😀", true, Map.of())));

        assertThat(Json.parse(json.toString())).isEqualTo(json);
        assertThat(json.get("a").list().get(2).text()).contains("\"\\\n\u0001é😀");
        assertThat(json.get("b").get("c").isNull()).isTrue();
    }

    @Test
    void noDigitIsLost() {
        assertThat(Json.parse("12345678901234567890.10")).hasToString("12345678901234567890.10");
        assertThat(Json.parse("9223372036854775807").integer()).hasValue(Long.MAX_VALUE);
        assertThat(Json.parse("9223372036854775808").integer()).isEmpty();
        assertThat(Json.parse("1.0").integer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "NaN",
                "'a'",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u١٢٣٤\"",
                "nul",
                "true1",
                "1 2",
                "[1}",
                "\uFEFF1",
                "/**/1",
                "\"",
                "\"\\"
            })
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void refusesWhatIsTooDeep() {
        assertThat(Json.parse("[".repeat(128) + "]".repeat(128))).isNotNull();
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void aFaultNeverRepeatsWhatStoodThere() {
        assertThatThrownBy(() -> Json.parse("{\"token\":secret}")).hasMessageNotContaining("secret");
    }

    @Test
    void agreesWithOthersOnWhatIsJson() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = spoil(random, value(random, 4));
            Json mine = null;
            try {
                mine = Json.parse(text);
            } catch (MalformedJsonException e) {
                assertThat(isJson(text)).as("seed %d: %s", seed, text).isFalse();
            }
            if (mine != null) {
                assertThat(JACKSON.readTree(mine.toString()))
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(JACKSON.readTree(text));
            }
        }
    }

    private static boolean isJson(String text) {
        try {
            return !JACKSON.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> "true";
            case 2 -> "\"a\\u00e9\\n" + (char) ('b' + random.nextInt(20)) + "\"";
            case 3 -> "-0.5E+3";
            case 4 -> "[" + value(random, depth - 1) + " , " + value(random, depth - 1) + "]";
            default -> "{\"a\" : " + value(random, depth - 1) + ",\"b\":" + value(random, depth - 1) + "}";
        };
    }

    /** Every second one is no longer what it was. */
    private static String spoil(Random random, String text) {
        if (random.nextBoolean()) {
            return text;
        }
        int at = random.nextInt(text.length());
        String put = String.valueOf(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return text.substring(0, at) + put + text.substring(at + random.nextInt(2));
    }
}
