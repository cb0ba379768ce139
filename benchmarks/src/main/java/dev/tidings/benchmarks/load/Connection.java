package dev.tidings.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One WebSocket of a client: its handshake, then frame after frame. Reads of an event only what it has to, as the
 * generator must cost less than what it measures. Event-loop confined.
 */
final class Connection extends ChannelInboundHandlerAdapter {

    private static final byte[] HANDSHAKE_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String SWITCHING = "HTTP/1.1 101";
    /** Where the value of {@code type} and, in an event, that of {@code channel} begin. */
    private static final int TYPE_AT = "{\"type\":\"".length();

    private static final int CHANNEL_AT = "{\"type\":\"event\",\"channel\":\"".length();
    private static final int OFFSET_AFTER_CHANNEL = "\",\"offset\":".length();
    private static final int EVERYONE = "everyone".length();
    private static final int USER = "user:".length();
    /** A pong with an empty payload; a client masks, and any mask will do for nothing. */
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};

    private final Client client;
    private final LoopTally loopTally;
    private final boolean returning;

    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private ChannelHandlerContext context;
    private boolean open;
    private int subscribed;
    /** Of those that were recovered, how many have caught up. */
    private int live;

    Connection(Client client, LoopTally loopTally) {
        this.client = client;
        this.loopTally = loopTally;
        this.returning = client.returns();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.writeAndFlush(Unpooled.copiedBuffer(client.request(), StandardCharsets.US_ASCII), ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (unread.isReadable()) {
            in = Unpooled.wrappedBuffer(unread, in);
            unread = Unpooled.EMPTY_BUFFER;
        }
        try {
            if (open || finishHandshake(in)) {
                Frames.cut(in, this::frame);
            }
            if (in.isReadable()) {
                // Copied: what is left is a part of one frame, and what it came in is large.
                unread = Unpooled.copiedBuffer(in);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        loopTally.publish();
    }

    private boolean finishHandshake(ByteBuf in) {
        int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(HANDSHAKE_END), in);
        if (end < 0) {
            return false;
        }
        String status = in.toString(in.readerIndex(), SWITCHING.length(), StandardCharsets.US_ASCII);
        if (!status.equals(SWITCHING)) {
            fail(new IllegalStateException(in.toString(StandardCharsets.UTF_8)));
            in.skipBytes(in.readableBytes());
            context.close();
            return false;
        }
        in.readerIndex(end + HANDSHAKE_END.length);
        open = true;
        return true;
    }

    private void frame(int opcode, ByteBuf in, int from, int to) {
        switch (opcode) {
            case Frames.TEXT -> text(in, from, to);
            case Frames.PING -> context.writeAndFlush(Unpooled.wrappedBuffer(PONG), context.voidPromise());
            case Frames.CLOSE -> {
                client.farewell.closed(to - from >= Short.BYTES ? in.getUnsignedShort(from) : 0);
                context.close();
            }
            default -> throw new IllegalStateException("a frame that the contract doesn't know: " + opcode);
        }
    }

    private void text(ByteBuf in, int from, int to) {
        if (in.getByte(from + TYPE_AT) == 'e' && in.getByte(from + TYPE_AT + 1) == 'v') {
            event(in, from, to);
        } else {
            said(in.toString(from, to - from, StandardCharsets.UTF_8));
        }
    }

    private void event(ByteBuf in, int from, int to) {
        ChannelView view;
        int name;
        switch (in.getByte(from + CHANNEL_AT)) {
            case 'e' -> {
                view = client.everyone;
                name = EVERYONE;
            }
            case 'u' -> {
                view = client.own;
                name = USER + client.user.length();
            }
            default -> {
                view = client.asked;
                name = client.nameLength();
            }
        }
        long offset = 0;
        for (int i = from + CHANNEL_AT + name + OFFSET_AFTER_CHANNEL; in.getByte(i) != ','; i++) {
            offset = offset * 10 + (in.getByte(i) - '0');
        }
        Tally tally = loopTally.current();
        tally.received(Clock.micros() - BenchmarkEvent.atMicros(in, to));
        view.saw(BenchmarkEvent.sequence(in, to), tally);
        view.at(offset);
    }

    private void said(String message) {
        if (message.startsWith("welcome", TYPE_AT)) {
            client.welcomed(between(message, "\"epoch\":\"", '"'));
        } else if (message.startsWith("subscribed", TYPE_AT)) {
            subscribed(message);
        } else if (message.startsWith("live", TYPE_AT)) {
            live++;
        } else if (message.startsWith("draining", TYPE_AT)) {
            client.farewell.told(Double.parseDouble(between(message, "\"retryAfter\":", '}')));
        } else if (message.startsWith("error", TYPE_AT)) {
            throw new IllegalStateException(message);
        }
        int all = client.subscriptions();
        if (subscribed == all && (!returning || live == all)) {
            client.ready.complete(null);
        }
    }

    private void subscribed(String message) {
        subscribed++;
        if (message.contains("\"recovered\":false")) {
            live++;
            loopTally.current().lost();
        }
        ChannelView view = client.view(between(message, "\"channel\":\"", '"'));
        view.at(Long.parseLong(between(message + ",", "\"offset\":", ',').replace("}", "")));
    }

    private static String between(String text, String before, char after) {
        int from = text.indexOf(before);
        if (from < 0) {
            return "";
        }
        return text.substring(from + before.length(), text.indexOf(after, from + before.length()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(new IllegalStateException("closed before it was ready"));
        client.lost();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            loopTally.failed(cause);
        }
        fail(cause);
        ctx.close();
    }

    private void fail(Throwable cause) {
        client.ready.completeExceptionally(cause);
    }

    void read(boolean on) {
        context.channel().config().setAutoRead(on);
    }

    void close(Runnable then) {
        context.close().addListener(_ -> then.run());
    }

    /** Without a goodbye. */
    void reset() {
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        context.close();
    }
}
