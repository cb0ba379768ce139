package dev.tidings.edge.socket;

import dev.tidings.edge.handshake.Admitted;
import dev.tidings.edge.handshake.StreamRoute;
import dev.tidings.edge.handshake.StreamUpgrade;
import dev.tidings.edge.rendering.WebSocketOutlet;
import dev.tidings.edge.session.Session;
import dev.tidings.edge.session.Sessions;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;

/** The WebSocket way of the stream: its ends are tied to a session here. Everything runs on the connection's event loop. */
@WebSocket(path = StreamRoute.PATH, inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class StreamSocket {

    private static final TypedKey<Session> SESSION = new TypedKey<>("session");

    private final Sessions sessions;

    @Inject
    StreamSocket(Sessions sessions) {
        this.sessions = sessions;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        Admitted admitted = connection.userData().get(StreamUpgrade.ADMISSION);
        WebSocketOutlet outlet = new WebSocketOutlet(admitted.socket(), connection);
        connection.userData().put(SESSION, sessions.open(admitted, outlet));
    }

    @OnTextMessage
    @NonBlocking
    void text(String message, WebSocketConnection connection) {
        session(connection).receive(message);
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer message, WebSocketConnection connection) {
        session(connection).receiveBinary();
    }

    @OnPongMessage
    @NonBlocking
    void pong(Buffer payload, WebSocketConnection connection) {
        session(connection).heard();
    }

    private static Session session(WebSocketConnection connection) {
        return connection.userData().get(SESSION);
    }
}
