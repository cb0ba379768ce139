package dev.tidings.edge.rendering;

import dev.tidings.contract.problem.CloseCode;
import dev.tidings.edge.protocol.Messages;
import dev.tidings.edge.protocol.ServerMessage;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.TimeUnit;

/**
 * The WebSocket rendering. All that is written, events and messages alike, takes the same path to the channel, so it
 * arrives in the order it was written in. Event-loop confined.
 */
public final class WebSocketOutlet implements Outlet {

    private static final long SECONDS_TO_SAY_GOODBYE = 5;

    private final NettySocket socket;
    private final WebSocketConnection connection;

    private boolean written;

    public WebSocketOutlet(NettySocket socket, WebSocketConnection connection) {
        this.socket = socket;
        this.connection = connection;
    }

    @Override
    public boolean isWritable() {
        return socket.isWritable();
    }

    @Override
    public void write(Rendered event) {
        written = true;
        socket.write(event.webSocket(socket.allocator()));
    }

    @Override
    public void write(ServerMessage message) {
        written = true;
        socket.write(WebSocketFrames.text(socket.allocator(), Messages.encode(message)));
        if (message instanceof ServerMessage.Ping) {
            // Whatever the client's library answers by itself, one of the two kinds is answered.
            socket.write(WebSocketFrames.ping(socket.allocator()));
        }
    }

    @Override
    public void flush() {
        socket.flush();
    }

    @Override
    public boolean takeWritten() {
        boolean since = written;
        written = false;
        return since;
    }

    @Override
    public long unsent() {
        return socket.bytesBeforeWritable();
    }

    /** A peer that doesn't read, or doesn't answer the goodbye, is cut off a little later. */
    @Override
    public void close(CloseCode code) {
        connection
                .close(new CloseReason(code.code(), code.reason()))
                .subscribe()
                .with(closed -> {}, gone -> {});
        socket.eventLoop().schedule(socket::abort, SECONDS_TO_SAY_GOODBYE, TimeUnit.SECONDS);
    }

    @Override
    public void abort() {
        socket.abort();
    }
}
