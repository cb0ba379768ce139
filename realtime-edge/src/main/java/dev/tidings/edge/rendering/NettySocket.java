package dev.tidings.edge.rendering;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * The one place that knows what Vert.x keeps its connections in: Netty channels. What is written to one goes by its
 * {@link Wire}. Event-loop confined.
 */
public final class NettySocket {

    private static final long SECONDS_TO_SAY_GOODBYE = 5;
    /** As short as the server's own idle timeout. */
    private static final int SECONDS_TO_ASK = 10;
    /** Vert.x's name for its idle handler. */
    private static final String IDLE = "idle";
    /** And for its last one, which takes what was decoded. */
    private static final String VERTX = "handler";

    private final Channel channel;

    NettySocket(Channel channel) {
        this.channel = channel;
    }

    public static NettySocket of(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        return new NettySocket(((ConnectionBase) connection).channel());
    }

    public EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /**
     * Runs once, when the connection has ended in whatever way, or at once where it has. A connection may outlive by far
     * what is done on it: whoever is through before calls it off by what is answered.
     */
    public Runnable onClose(Runnable action) {
        ChannelFutureListener listener = closed -> action.run();
        channel.closeFuture().addListener(listener);
        return () -> channel.closeFuture().removeListener(listener);
    }

    /** Its outer end, to be taken once. */
    Wire takeWire() {
        return Wire.take(channel);
    }

    /** It carries WebSocket frames from now on. */
    void mendFragments() {
        if (channel.pipeline().get(VERTX) != null) {
            channel.pipeline().addBefore(VERTX, null, EmptyFirstFragment.HANDLER);
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

    /** A peer that doesn't read, or doesn't answer a goodbye, is cut off a little later. */
    void abortSoon() {
        eventLoop().schedule(this::abort, SECONDS_TO_SAY_GOODBYE, TimeUnit.SECONDS);
    }

    /** Cuts the connection where nobody would hear a goodbye. */
    void abort() {
        channel.close();
    }
}
