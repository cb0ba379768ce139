package dev.tidings.benchmarks.bare;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program: takes batches of messages on one port, and writes them to every WebSocket of another. Each message is
 * encoded once an event loop, each socket flushed once a batch. No log, no tokens, no subscriptions, no back-pressure: what
 * any server of the same stack could reach at most.
 */
public final class BareServer {

    private static final int BACKLOG = 4096;
    private static final int LONGEST_BATCH = 64 * 1024 * 1024;
    private static final int LONGEST_REQUEST = 16 * 1024;
    private static final int FINAL_TEXT = 0x81;
    private static final int LENGTH_OF_16_BITS = 126;

    private final Map<EventLoop, Set<Channel>> sockets = new HashMap<>();

    private BareServer() {}

    /** {@code <socket port> <batch port> <event loops>} */
    public static void main(String... arguments) throws InterruptedException {
        new BareServer()
                .run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    }

    private void run(int socketPort, int batchPort, int loops) throws InterruptedException {
        NioEventLoopGroup acceptor = new NioEventLoopGroup(1);
        NioEventLoopGroup workers = new NioEventLoopGroup(loops);
        for (EventExecutor loop : workers) {
            sockets.put((EventLoop) loop, new LinkedHashSet<>());
        }
        listen(acceptor, workers, socketPort, new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline()
                        .addLast(new HttpServerCodec(), new HttpObjectAggregator(LONGEST_REQUEST), new Upgrade());
            }
        });
        // Last: whoever can reach it can use the whole.
        listen(acceptor, acceptor, batchPort, new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new LengthFieldBasedFrameDecoder(LONGEST_BATCH, 0, 4, 0, 4), new Batches());
            }
        });
        Thread.currentThread().join();
    }

    private static void listen(
            NioEventLoopGroup acceptor, NioEventLoopGroup workers, int port, ChannelInitializer<SocketChannel> handler)
            throws InterruptedException {
        new ServerBootstrap()
                .group(acceptor, workers)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(handler)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sync();
    }

    /** The handshake, and as much of the protocol as a client waits for. */
    private final class Upgrade extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                            "ws://127.0.0.1/v1/stream", "tidings.v1", false)
                    .newHandshaker(request);
            Channel channel = context.channel();
            handshaker.handshake(channel, request).addListener(_ -> {
                List.copyOf(channel.pipeline().names()).forEach(name -> removeCodecs(channel, name));
                channel.pipeline().addLast(new Deaf());
                Set<Channel> all = sockets.get(channel.eventLoop());
                all.add(channel);
                channel.closeFuture().addListener(_ -> all.remove(channel));
                channel.write(frame(channel, "{\"type\":\"welcome\",\"epoch\":\"bare\"}"));
                channel.write(frame(channel, "{\"type\":\"subscribed\",\"channel\":\"user:any\",\"offset\":0}"));
                channel.writeAndFlush(
                        frame(channel, "{\"type\":\"subscribed\",\"channel\":\"everyone\",\"offset\":0}"));
            });
        }

        private static void removeCodecs(Channel channel, String name) {
            if (channel.pipeline().get(name) != null) {
                channel.pipeline().remove(name);
            }
        }

        private static ByteBuf frame(Channel channel, String text) {
            return BareServer.frame(
                    channel, Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII)), text.length());
        }
    }

    /** What clients say doesn't matter here. */
    private static final class Deaf extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** A batch is messages one after another, each behind its length. */
    private final class Batches extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf batch) {
            List<byte[]> messages = new ArrayList<>();
            while (batch.isReadable()) {
                byte[] message = new byte[batch.readInt()];
                batch.readBytes(message);
                messages.add(message);
            }
            sockets.forEach((loop, all) -> loop.execute(() -> writeToAll(messages, all)));
        }
    }

    private static void writeToAll(List<byte[]> messages, Set<Channel> all) {
        if (all.isEmpty()) {
            return;
        }
        List<ByteBuf> frames = messages.stream()
                .map(message -> frame(all.iterator().next(), Unpooled.wrappedBuffer(message), message.length))
                .toList();
        for (Channel channel : all) {
            for (ByteBuf frame : frames) {
                channel.write(frame.retainedDuplicate(), channel.voidPromise());
            }
            channel.flush();
        }
        frames.forEach(ByteBuf::release);
    }

    private static ByteBuf frame(Channel channel, ByteBuf message, int length) {
        ByteBuf frame = channel.alloc().directBuffer(length + 4).writeByte(FINAL_TEXT);
        if (length < LENGTH_OF_16_BITS) {
            frame.writeByte(length);
        } else {
            frame.writeByte(LENGTH_OF_16_BITS).writeShort(length);
        }
        return frame.writeBytes(message);
    }
}
