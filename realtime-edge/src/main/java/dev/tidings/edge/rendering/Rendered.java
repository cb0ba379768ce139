package dev.tidings.edge.rendering;

import dev.tidings.edge.log.LogEntry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.BiFunction;

/**
 * An event as it goes to one event loop's connections: each form of it is encoded at most once, however many read it.
 * Confined to that loop, for the time of one batch; closing it gives up the loop's own hold on the bytes.
 */
public final class Rendered implements AutoCloseable {

    private final byte[] message;
    private final long offset;
    private ByteBuf webSocket;
    private ByteBuf eventStream;

    public Rendered(LogEntry entry) {
        this(entry.message(), entry.offset());
    }

    Rendered(byte[] message, long offset) {
        this.message = message;
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }

    public int length() {
        return message.length;
    }

    /** The message itself; nobody writes to it. */
    byte[] message() {
        return message;
    }

    /** The WebSocket frame, for one socket: another view of the same bytes. */
    ByteBuf webSocket(ByteBufAllocator allocator) {
        webSocket = encodeOnce(webSocket, allocator, WebSocketFrames::text);
        return webSocket.retainedDuplicate();
    }

    /** The data lines of a server-sent event, and the blank one that ends it; likewise. */
    ByteBuf eventStream(ByteBufAllocator allocator) {
        eventStream = encodeOnce(eventStream, allocator, EventStreamFrames::data);
        return eventStream.retainedDuplicate();
    }

    private ByteBuf encodeOnce(
            ByteBuf encoded, ByteBufAllocator allocator, BiFunction<ByteBufAllocator, byte[], ByteBuf> encoder) {
        return encoded == null ? encoder.apply(allocator, message) : encoded;
    }

    @Override
    public void close() {
        release(webSocket);
        release(eventStream);
    }

    private static void release(ByteBuf encoded) {
        if (encoded != null) {
            encoded.release();
        }
    }
}
