package dev.tidings.edge.rendering;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * The outer end of a socket's pipeline, with nothing beyond it but TLS. Frames that are bytes already are written here,
 * past all that has nothing to add to them. Whether more may be written, asked before each event, is what keeps a slow
 * reader from growing a queue. Event-loop confined.
 */
final class Wire extends ChannelInboundHandlerAdapter {

    private final Channel channel;
    private ChannelHandlerContext context;
    private Runnable onWritable = () -> {};

    private Wire(Channel channel) {
        this.channel = channel;
    }

    /** To be taken once, for the rest of the connection's life. */
    static Wire take(Channel channel) {
        Wire wire = new Wire(channel);
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        if (tls == null) {
            pipeline.addFirst(wire);
        } else {
            pipeline.addAfter(tls.name(), null, wire);
        }
        return wire;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** Runs each time the peer has read enough to be written to again, in a turn of its own. */
    void onWritable(Runnable action) {
        onWritable = action;
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /** How far above its mark the unsent is; shrinks where the peer reads. */
    long bytesBeforeWritable() {
        return channel.bytesBeforeWritable();
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    void write(ByteBuf bytes) {
        if (isOpen(bytes)) {
            context.write(bytes, channel.voidPromise());
        }
    }

    /** What still is to be encoded goes all the way. */
    void write(HttpContent chunk) {
        if (isOpen(chunk)) {
            channel.write(chunk, channel.voidPromise());
        }
    }

    /** A pipeline that has been taken down takes our bytes for a mistake, and says so in the log. */
    private boolean isOpen(Object message) {
        boolean open = channel.isActive();
        if (!open) {
            ReferenceCountUtil.release(message);
        }
        return open;
    }

    void flush() {
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        // Who doesn't take our answers is not asked for more questions: that bounds what waits for it.
        channel.config().setAutoRead(channel.isWritable());
        if (channel.isWritable()) {
            channel.eventLoop().execute(onWritable);
        }
        changed.fireChannelWritabilityChanged();
    }
}
