package dev.tidings.edge.rendering;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.AttributeKey;

/**
 * Makes one of a message's empty first fragment and the one that follows. RFC 6455 allows it, but Vert.x can't append to an
 * empty buffer, and fails from then on at every message of that connection, unlimited and in the log. One serves all
 * sockets; what it remembers is the channel's, and there only while it has to. Called on the
 * channel's event loop.
 */
@Sharable
final class EmptyFirstFragment extends ChannelInboundHandlerAdapter {

    static final EmptyFirstFragment HANDLER = new EmptyFirstFragment();

    private static final AttributeKey<Kind> BEGUN = AttributeKey.valueOf(EmptyFirstFragment.class, "begun");

    private enum Kind {
        TEXT,
        BINARY
    }

    private EmptyFirstFragment() {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case TextWebSocketFrame text when beginsEmpty(text) -> hold(context, text, Kind.TEXT);
            case BinaryWebSocketFrame binary when beginsEmpty(binary) -> hold(context, binary, Kind.BINARY);
            case ContinuationWebSocketFrame next -> goOn(context, next);
            default -> context.fireChannelRead(message);
        }
    }

    private static boolean beginsEmpty(WebSocketFrame frame) {
        return !frame.isFinalFragment() && !frame.content().isReadable();
    }

    private static void hold(ChannelHandlerContext context, WebSocketFrame first, Kind kind) {
        first.release();
        context.channel().attr(BEGUN).set(kind);
    }

    /** It is the first, where the one before it was held back; and held back itself, where it has nothing either. */
    private static void goOn(ChannelHandlerContext context, ContinuationWebSocketFrame next) {
        Kind kind =
                context.channel().hasAttr(BEGUN) ? context.channel().attr(BEGUN).getAndSet(null) : null;
        if (kind == null) {
            context.fireChannelRead(next);
        } else if (beginsEmpty(next)) {
            hold(context, next, kind);
        } else {
            context.fireChannelRead(first(kind, next));
        }
    }

    private static WebSocketFrame first(Kind kind, ContinuationWebSocketFrame next) {
        return switch (kind) {
            case TEXT -> new TextWebSocketFrame(next.isFinalFragment(), next.rsv(), next.content());
            case BINARY -> new BinaryWebSocketFrame(next.isFinalFragment(), next.rsv(), next.content());
        };
    }
}
