package dev.tidings.edge.rendering;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** The lines of an event stream, as the HTML standard has them. Stateless. */
final class EventStreamFrames {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private EventStreamFrames() {}

    /** JSON may hold line ends between its tokens; each begins another data line, and the client joins them again. */
    static ByteBuf data(ByteBufAllocator allocator, byte[] json) {
        ByteBuf frame = allocator.directBuffer(DATA.length + json.length + 2).writeBytes(DATA);
        int from = 0;
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                frame.writeBytes(json, from, i - from).writeByte('\n').writeBytes(DATA);
                from = i + 1;
            }
        }
        return frame.writeBytes(json, from, json.length - from).writeByte('\n').writeByte('\n');
    }

    static ByteBuf id(ByteBufAllocator allocator, String position) {
        return ByteBufUtil.writeAscii(allocator, "id: " + position + "\n");
    }

    static ByteBuf name(ByteBufAllocator allocator, String name) {
        return ByteBufUtil.writeAscii(allocator, "event: " + name + "\n");
    }

    /** How long a browser waits before it comes back by itself; a line of the event that follows. */
    static ByteBuf retry(ByteBufAllocator allocator, long millis) {
        return ByteBufUtil.writeAscii(allocator, "retry: " + millis + "\n");
    }

    static ByteBuf comment(ByteBufAllocator allocator) {
        return ByteBufUtil.writeAscii(allocator, ":\n\n");
    }
}
