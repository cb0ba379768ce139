package dev.tidings.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {

    private final List<String> texts = new ArrayList<>();

    @Test
    void framesOfEveryLengthAreCut() {
        ByteBuf in = Unpooled.buffer();
        for (int length : new int[] {0, 125, 126, 65_535, 65_536}) {
            frame(in, length);
        }

        cut(in);

        assertThat(texts).extracting(String::length).containsExactly(0, 125, 126, 65_535, 65_536);
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void aFrameThatCameInPartIsLeft() {
        ByteBuf whole = Unpooled.buffer();
        frame(whole, 300);
        frame(whole, 300);
        for (int cut = 304; cut < 608; cut++) {
            texts.clear();
            ByteBuf in = whole.retainedSlice(0, cut);

            cut(in);

            assertThat(texts).hasSize(1);
            assertThat(in.readableBytes()).isEqualTo(cut - 304);
            in.release();
        }
    }

    private void cut(ByteBuf in) {
        Frames.cut(in, (opcode, bytes, from, to) -> {
            assertThat(opcode).isEqualTo(Frames.TEXT);
            texts.add(bytes.toString(from, to - from, StandardCharsets.US_ASCII));
        });
    }

    private static void frame(ByteBuf out, int length) {
        out.writeByte(0x81);
        if (length < 126) {
            out.writeByte(length);
        } else if (length <= 0xFFFF) {
            out.writeByte(126).writeShort(length);
        } else {
            out.writeByte(127).writeLong(length);
        }
        out.writeBytes("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
    }
}
