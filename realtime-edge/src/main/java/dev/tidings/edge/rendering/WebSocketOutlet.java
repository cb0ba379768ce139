package dev.tidings.edge.rendering;

import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.problem.CloseCode;
import dev.tidings.edge.protocol.Messages;
import dev.tidings.edge.protocol.ServerMessage;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.function.Supplier;

/**
 * The WebSocket rendering. All that is written, events and messages alike, takes the same path to the channel, so it
 * arrives in the order it was written in. Event-loop confined.
 */
public final class WebSocketOutlet extends SocketOutlet {

    private final WebSocketConnection connection;

    public WebSocketOutlet(NettySocket socket, WebSocketConnection connection) {
        super(socket);
        this.connection = connection;
        socket.mendFragments();
    }

    @Override
    public void write(Rendered event) {
        wrote();
        wire.write(event.webSocket(wire.allocator()));
    }

    @Override
    public void write(SharedMessage message) {
        wrote();
        wire.write(message.webSocket(wire.allocator()));
    }

    @Override
    public void write(ServerMessage message) {
        wrote();
        wire.write(WebSocketFrames.text(wire.allocator(), Messages.encode(message)));
        if (message instanceof ServerMessage.Ping) {
            // Whatever the client's library answers by itself, one of the two kinds is answered.
            wire.write(WebSocketFrames.ping(wire.allocator()));
        }
    }

    /** A client on a WebSocket keeps its positions itself. */
    @Override
    public void follow(Supplier<ResumeString> position) {}

    @Override
    public String way() {
        return "websocket";
    }

    @Override
    public boolean hears() {
        return true;
    }

    @Override
    public void close(CloseCode code) {
        if (code == CloseCode.OVER_RATE || code == CloseCode.TOO_MANY_BAD_MESSAGES) {
            socket.deafen();
        }
        connection
                .close(new CloseReason(code.code(), code.reason()))
                .subscribe()
                .with(closed -> {}, gone -> {});
        socket.abortSoon();
    }
}
