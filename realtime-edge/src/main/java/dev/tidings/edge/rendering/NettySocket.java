package dev.tidings.edge.rendering;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * The one place that knows what Vert.x keeps its connections in: Netty channels. Writing frames as bytes, past Vert.x's
 * own frame objects, is what makes one encoding serve every socket; asking the channel whether it is writable is what
 * keeps a slow reader from growing a queue. Event-loop confined.
 */
public final class NettySocket {

    private static final long SECONDS_TO_SAY_GOODBYE = 5;
    /** As short as the server's own idle timeout. */
    private static final int SECONDS_TO_ASK = 10;
    /** Vert.x's name for its idle handler. */
    private static final String IDLE = "idle";

    private static final AttributeKey<Runnable> ON_WRITABLE = AttributeKey.valueOf(NettySocket.class, "onWritable");
    private static final Writability WRITABILITY = new Writability();

    private final Channel channel;

    private NettySocket(Channel channel) {
        this.channel = channel;
    }

    public static NettySocket of(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        return new NettySocket(((ConnectionBase) connection).channel());
    }

    public EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /** Runs once, when the connection has ended in whatever way, or at once where it has. */
    public void onClose(Runnable action) {
        channel.closeFuture().addListener(closed -> action.run());
    }

    /** Runs each time the peer has read enough to be written to again, in a turn of its own. */
    public void onWritable(Runnable action) {
        if (channel.attr(ON_WRITABLE).getAndSet(action) == null) {
            // First, because Vert.x keeps this event to itself.
            channel.pipeline().addFirst(WRITABILITY);
        }
    }

    /** Lays something down with the connection, for the next who handles it. */
    public <T> void put(AttributeKey<T> key, T value) {
        channel.attr(key).set(value);
    }

    /** Takes it up again; null where nothing was laid down. */
    public <T> T take(AttributeKey<T> key) {
        return channel.attr(key).getAndSet(null);
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    void write(ByteBuf bytes) {
        writeIfOpen(bytes);
    }

    void write(HttpContent chunk) {
        writeIfOpen(chunk);
    }

    /** A pipeline that has been taken down takes our bytes for a mistake, and says so in the log. */
    private void writeIfOpen(Object message) {
        if (channel.isActive()) {
            channel.write(message, channel.voidPromise());
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    /** It has passed the door: from now on its session says how long it may be silent. */
    public void keepWhileSilent() {
        if (channel.pipeline().get(IDLE) != null) {
            channel.pipeline().remove(IDLE);
        }
    }

    /** It is an ordinary HTTP connection again, which has so long for its next request. */
    void expectRequest() {
        if (channel.isActive() && channel.pipeline().get(IDLE) == null) {
            channel.pipeline().addFirst(IDLE, new IdleStateHandler(0, 0, SECONDS_TO_ASK));
        }
    }

    /** Hears nothing more of a peer that says too much. */
    void deafen() {
        channel.config().setAutoRead(false);
    }

    void flush() {
        channel.flush();
    }

    /** How far above its mark the unsent is; shrinks where the peer reads. */
    long bytesBeforeWritable() {
        return channel.bytesBeforeWritable();
    }

    /** A peer that doesn't read, or doesn't answer a goodbye, is cut off a little later. */
    void abortSoon() {
        eventLoop().schedule(this::abort, SECONDS_TO_SAY_GOODBYE, TimeUnit.SECONDS);
    }

    /** Cuts the connection where nobody would hear a goodbye. */
    void abort() {
        channel.close();
    }

    @Sharable
    private static final class Writability extends ChannelInboundHandlerAdapter {
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            // Who doesn't take our answers is not asked for more questions: that bounds what waits for it.
            context.channel().config().setAutoRead(context.channel().isWritable());
            if (context.channel().isWritable()) {
                context.channel()
                        .eventLoop()
                        .execute(context.channel().attr(ON_WRITABLE).get());
            }
            context.fireChannelWritabilityChanged();
        }
    }
}
