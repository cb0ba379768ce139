package dev.tidings.edge.rendering;

import dev.tidings.edge.log.LogEntry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * An event as it goes to one event loop's sockets: each form of it is encoded at most once, however many read it. Confined
 * to that loop, for the time of one batch; closing it gives up the loop's own hold on the bytes.
 */
public final class Rendered implements AutoCloseable {

    private final LogEntry entry;
    private ByteBuf webSocket;

    public Rendered(LogEntry entry) {
        this.entry = entry;
    }

    /** The WebSocket frame, for one socket: another view of the same bytes. */
    ByteBuf webSocket(ByteBufAllocator allocator) {
        if (webSocket == null) {
            webSocket = WebSocketFrames.text(allocator, entry.message());
        }
        return webSocket.retainedDuplicate();
    }

    @Override
    public void close() {
        if (webSocket != null) {
            webSocket.release();
        }
    }
}
