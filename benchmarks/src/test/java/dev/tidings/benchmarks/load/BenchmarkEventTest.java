package dev.tidings.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.event.EventRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BenchmarkEventTest {

    private static final byte[] KEY = "bench/everyone".getBytes(StandardCharsets.US_ASCII);

    @Test
    void itIsACloudEventOfTheSizeAskedFor() {
        byte[] event = new BenchmarkEvent(250).encode(7, 123);

        assertThat(event).hasSize(250);
        assertThat(EventRecord.read(KEY, event)).isInstanceOf(EventRecord.Read.Event.class);
    }

    @Test
    void aReaderOfTheMessageFindsItsNumberAndItsTime() {
        byte[] message =
                BenchmarkEvent.message("everyone", 17, new BenchmarkEvent(250).encode(98_765, 86_400_000_000L));
        ByteBuf in = Unpooled.wrappedBuffer(message);

        assertThat(BenchmarkEvent.sequence(in, message.length)).isEqualTo(98_765);
        assertThat(BenchmarkEvent.atMicros(in, message.length)).isEqualTo(86_400_000_000L);
    }

    @Test
    void noTwoHaveAnIdInCommon() {
        BenchmarkEvent one = new BenchmarkEvent(250);

        assertThat(id(one.encode(1, 0)))
                .isNotEqualTo(id(one.encode(2, 0)))
                .isNotEqualTo(id(new BenchmarkEvent(250).encode(1, 0)));
    }

    private static String id(byte[] event) {
        return switch (EventRecord.read(KEY, event)) {
            case EventRecord.Read.Event(EventRecord read) -> read.id();
            case EventRecord.Read.Invalid(EventRecord.Fault fault) -> throw new AssertionError(fault);
        };
    }
}
