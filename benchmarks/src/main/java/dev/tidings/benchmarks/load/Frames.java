package dev.tidings.benchmarks.load;

import io.netty.buffer.ByteBuf;

/** Cuts what comes in into RFC 6455 frames of a server, without copying. */
final class Frames {

    static final int TEXT = 0x1;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;

    private static final int LENGTH_OF_16_BITS = 126;

    private Frames() {}

    interface Sink {
        void frame(int opcode, ByteBuf in, int from, int to);
    }

    /** Gives the whole frames to the sink, and leaves the readable rest for when more has come. */
    static void cut(ByteBuf in, Sink sink) {
        while (in.readableBytes() >= 2) {
            int at = in.readerIndex();
            int length = in.getByte(at + 1) & 0x7F;
            int header = 2;
            if (length == LENGTH_OF_16_BITS) {
                header = 4;
            } else if (length > LENGTH_OF_16_BITS) {
                header = 10;
            }
            if (in.readableBytes() < header) {
                return;
            }
            long payload = switch (header) {
                case 4 -> in.getUnsignedShort(at + 2);
                case 10 -> in.getLong(at + 2);
                default -> length;
            };
            if (in.readableBytes() < header + payload) {
                return;
            }
            int from = at + header;
            int to = Math.toIntExact(from + payload);
            in.readerIndex(to);
            sink.frame(in.getByte(at) & 0x0F, in, from, to);
        }
    }
}
