package dev.tidings.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.event.EventRecord.Fault;
import dev.tidings.contract.event.EventRecord.Read;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRecordTest {

    private static final String GOOD =
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"a\":[1,{\"id\":2}]}}";

    @Test
    void anEventIsKeptAsItCame() {
        assertThat(read(GOOD)).isInstanceOfSatisfying(Read.Event.class, read -> {
            assertThat(read.value().channel().key()).isEqualTo("demo/user:ann");
            assertThat(read.value().id()).isEqualTo("1");
            assertThat(read.value().type()).isEqualTo("t");
            assertThat(read.value().json()).asString(StandardCharsets.UTF_8).isEqualTo(GOOD);
        });
    }

    /** Each of these, put into a frame as it is, would break out of it or make it no JSON. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{",
                "null",
                "\"{}\"",
                "{\"id\":1},\"type\":\"welcome\"",
                GOOD + GOOD,
                GOOD + "}",
                GOOD + ",\"x\":{}",
                "\uFEFF" + GOOD,
                "{'specversion':\"1.0\"}",
                "{\"a\":NaN}",
                "{\"a\":\"\u0001\"}",
                "{/**/}"
            })
    void whatIsNotOneJsonObjectIsRefused(String value) {
        assertThat(read(value)).isEqualTo(new Read.Invalid(Fault.NOT_JSON));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}",
                "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"/s\",\"type\":\"t\"}",
                "{\"specversion\":\"1.0\",\"id\":1,\"source\":\"/s\",\"type\":\"t\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":{\"x\":[]},\"type\":\"t\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\"}"
            })
    void whatLacksAnAttributeIsNoCloudEvent(String value) {
        assertThat(read(value)).isEqualTo(new Read.Invalid(Fault.NOT_A_CLOUD_EVENT));
    }

    @Test
    void onlyWellFormedUtf8IsTaken() {
        byte[] surrogate = bytes(GOOD);
        surrogate[GOOD.indexOf("/s")] = (byte) 0xED;
        assertThat(EventRecord.read(bytes("demo/everyone"), surrogate)).isEqualTo(new Read.Invalid(Fault.NOT_UTF8));
        assertThat(EventRecord.read(bytes("demo/everyone"), GOOD.getBytes(StandardCharsets.UTF_16BE)))
                .isEqualTo(new Read.Invalid(Fault.NOT_JSON));
        assertThat(EventRecord.read(bytes("demo/everyone"), GOOD.getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(new Read.Invalid(Fault.NOT_JSON));
    }

    @Test
    void depthAndSizeAreBounded() {
        String deep = GOOD.replace("[1,{\"id\":2}]", "[".repeat(10_000) + "]".repeat(10_000));
        assertThat(read(deep)).isEqualTo(new Read.Invalid(Fault.NOT_JSON));
        String large = GOOD.replace("[1,", "[\"" + "x".repeat(EventRecord.MAX_BYTES) + "\",");
        assertThat(read(large)).isEqualTo(new Read.Invalid(Fault.TOO_LARGE));
    }

    @Test
    void aRecordWithoutAKeyOrAValueIsNone() {
        assertThat(EventRecord.read(null, bytes(GOOD))).isEqualTo(new Read.Invalid(Fault.BAD_KEY));
        assertThat(EventRecord.read(bytes("everyone"), bytes(GOOD))).isEqualTo(new Read.Invalid(Fault.BAD_KEY));
        assertThat(EventRecord.read(new byte[1_000_000], bytes(GOOD))).isEqualTo(new Read.Invalid(Fault.BAD_KEY));
        assertThat(EventRecord.read(bytes("demo/everyone"), null)).isEqualTo(new Read.Invalid(Fault.NO_VALUE));
    }

    private static Read read(String value) {
        return EventRecord.read(bytes("demo/user:ann"), bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
