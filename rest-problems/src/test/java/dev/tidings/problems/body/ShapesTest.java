package dev.tidings.problems.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.problem.Problem.FieldError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapesTest {

    private record Action(String label, String url) {}

    private static final Shape<Action> ACTION = Shapes.object(
            action -> new Action(action.required("label", Shapes.text(10)), action.required("url", Shapes.text(20))));

    @Test
    void textIsBoundedInCharactersNotInBytes() {
        assertThat(read("\"abc\"", Shapes.text(3))).isEqualTo("abc");
        assertThat(read("\"\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\"", Shapes.text(3)))
                .hasSize(6);
        assertThat(faults("\"abcd\"", Shapes.text(3))).containsExactly("must have at most 3 characters");
        assertThat(faults("\" \"", Shapes.text(3))).containsExactly("must not be empty");
        assertThat(faults("7", Shapes.text(3))).containsExactly("must be a string");
        assertThat(faults("null", Shapes.text(3))).containsExactly("is required");
    }

    @ParameterizedTest
    @CsvSource({"a\\u0000b", "a\\ud800b", "\\udc00"})
    void whatNoStoreCanHoldIsRefusedWhereverItIs(String text) {
        assertThat(faults("\"" + text + "\"", Shapes.text(30))).containsExactly(Storable.RULE);
        assertThat(faults("{\"a\":[{\"b\":\"" + text + "\"}]}", Shapes.anyObject(100)))
                .containsExactly(Storable.RULE);
        assertThat(faults("{\"" + text + "\":1}", Shapes.any(100))).containsExactly(Storable.RULE);
    }

    @ParameterizedTest
    @CsvSource({"1e1000000", "1e-999999999", "1e309", "-1e999"})
    void aNumberThatNoDoubleReachesIsRefused(String number) {
        assertThat(faults("[" + number + "]", Shapes.any(100))).containsExactly(Storable.RULE);
    }

    @ParameterizedTest
    @CsvSource({"0", "3601", "-1", "99999999999999999999"})
    void aNumberOutOfItsRangeIsRefused(String number) {
        assertThat(faults(number, Shapes.integer(1, 3600))).containsExactly("must be from 1 to 3600");
    }

    @ParameterizedTest
    @CsvSource({"60.0", "6e1", "'\"60\"'", "true", "[]"})
    void whatIsNoWholeNumberIsRefused(String number) {
        assertThat(faults(number, Shapes.integer(1, 3600))).containsExactly("must be a whole number");
    }

    @Test
    void boundsAreIncluded() {
        assertThat(read("1", Shapes.integer(1, 3600))).isEqualTo(1);
        assertThat(read("3600", Shapes.integer(1, 3600))).isEqualTo(3600);
    }

    @Test
    void timesAreReadInAnyOffset() {
        assertThat(read("\"2026-11-01T02:00:00+02:00\"", Shapes.instant()))
                .isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        for (String bad : List.of("\"2026-11-01\"", "\"tomorrow\"", "1762000000", "\"+99999-01-01T00:00:00Z\"")) {
            assertThat(faults(bad, Shapes.instant())).hasSize(1);
        }
    }

    @Test
    void aWordIsOneOfItsSet() {
        Shape<Integer> priority = Shapes.oneOf(Map.of("low", 1, "high", 2));
        assertThat(read("\"low\"", priority)).isEqualTo(1);
        assertThat(faults("\"Low\"", priority)).containsExactly("must be one of high, low");
    }

    @Test
    void faultsInsideOfListsAndObjectsAreNamedByTheirPath() {
        JsonNode body = json("{\"value\":[{\"label\":\"ok\",\"url\":\"/\"},{\"label\":1},7]}");
        Fields fields = Fields.of(body);
        fields.required("value", Shapes.list(ACTION, 0, 3));
        assertThat(errors(fields))
                .extracting(FieldError::field)
                .containsExactly("value[1].label", "value[1].url", "value[2]");
    }

    @Test
    void aListIsBounded() {
        assertThat(read("[\"a\",\"b\"]", Shapes.list(Shapes.text(1), 0, 2))).containsExactly("a", "b");
        assertThat(faults("[1,2,3]", Shapes.list(Shapes.text(1), 0, 2))).containsExactly("must have 0 to 2 items");
        assertThat(faults("{}", Shapes.list(Shapes.text(1), 0, 2))).containsExactly("must be a list");
    }

    @Test
    void anObjectKeptAsItIsIsBoundedInBytes() {
        assertThat(read("{ \"a\" : 1.50 }", Shapes.anyObject(10))).hasToString("{\"a\":1.50}");
        assertThat(faults("{\"a\":\"aaa\"}", Shapes.anyObject(10))).containsExactly("must have at most 10 bytes");
        assertThat(faults("[]", Shapes.anyObject(10))).containsExactly("must be an object");
    }

    /** What may be near the limit is written to be measured: an escape is not what it might have been. */
    @Test
    void whatIsJustLargeEnoughIsTaken() {
        for (String exact : List.of("\"12345678\"", "\"\\\"\\\"\\\"\\n\"", "[1,2,3,40]", "12345678.9")) {
            assertThat(read(exact, Shapes.any(10))).hasToString(exact);
            assertThat(faults(exact, Shapes.any(9))).containsExactly("must have at most 9 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':1,'a':1}", "{'a':null,'b':2,'c':3,'a':null}", "[{'b':{'c':[],'\\u0063':{}}}]"})
    void aMemberNamedTwiceIsRefusedHoweverDeepItIs(String body) {
        assertThat(catchThrowableOfType(ProblemException.class, () -> json(body.replace('\'', '"')))
                        .code())
                .isEqualTo(ProblemCode.MALFORMED);
    }

    @Test
    void aConditionOfOnesOwnIsAFaultToo() {
        Shape<Integer> even = Shapes.integer(0, 10).where(n -> n % 2 == 0, "must be even");
        assertThat(read("4", even)).isEqualTo(4);
        assertThat(faults("5", even)).containsExactly("must be even");
    }

    @Test
    void anAnswerNamesOnlySoManyFaults() {
        Fields fields = Fields.of(json("{\"value\":[" + "1,".repeat(999) + "1]}"));
        fields.required("value", Shapes.list(Shapes.text(1), 0, 1000));
        assertThat(errors(fields)).hasSize(100);
    }

    private static <T> T read(String value, Shape<T> shape) {
        Fields fields = Fields.of(json("{\"value\":" + value + "}"));
        T read = fields.required("value", shape);
        fields.done();
        return read;
    }

    private static List<String> faults(String value, Shape<?> shape) {
        Fields fields = Fields.of(json("{\"value\":" + value + "}"));
        fields.required("value", shape);
        return errors(fields).stream().map(FieldError::message).toList();
    }

    private static List<FieldError> errors(Fields fields) {
        return catchThrowableOfType(ProblemException.class, fields::done)
                .problem()
                .errors();
    }

    private static JsonNode json(String text) {
        return StrictJson.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
