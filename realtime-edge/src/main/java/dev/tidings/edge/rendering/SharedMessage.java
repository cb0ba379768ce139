package dev.tidings.edge.rendering;

import dev.tidings.contract.position.Position;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A message of the edge itself that many connections of an event loop get: as with an event, each form of it is encoded once.
 * Confined to that loop, for the time of one turn; closing it gives up the loop's own hold on the bytes.
 */
public final class SharedMessage implements AutoCloseable {

    private final String type;
    private final Rendered rendered;

    /** @param json the message, {@code type} included; nobody writes to it */
    public SharedMessage(String type, byte[] json) {
        this.type = type;
        this.rendered = new Rendered(json, Position.NOTHING);
    }

    String type() {
        return type;
    }

    ByteBuf webSocket(ByteBufAllocator allocator) {
        return rendered.webSocket(allocator);
    }

    /** Without its name. */
    ByteBuf eventStream(ByteBufAllocator allocator) {
        return rendered.eventStream(allocator);
    }

    @Override
    public void close() {
        rendered.close();
    }
}
