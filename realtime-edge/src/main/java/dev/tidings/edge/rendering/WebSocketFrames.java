package dev.tidings.edge.rendering;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** RFC 6455 frames as bytes. A server's frames carry no mask, so one encoding serves every socket. Stateless. */
final class WebSocketFrames {

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_PING = 0x89;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int LONGEST_HEADER = 10;

    private WebSocketFrames() {}

    static ByteBuf text(ByteBufAllocator allocator, byte[] utf8) {
        ByteBuf frame = allocator.directBuffer(LONGEST_HEADER + utf8.length);
        frame.writeByte(FINAL_TEXT);
        if (utf8.length < LENGTH_OF_16_BITS) {
            frame.writeByte(utf8.length);
        } else if (utf8.length <= 0xFFFF) {
            frame.writeByte(LENGTH_OF_16_BITS).writeShort(utf8.length);
        } else {
            frame.writeByte(LENGTH_OF_64_BITS).writeLong(utf8.length);
        }
        return frame.writeBytes(utf8);
    }

    static ByteBuf ping(ByteBufAllocator allocator) {
        return allocator.directBuffer(2).writeByte(FINAL_PING).writeByte(0);
    }
}
