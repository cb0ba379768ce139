package dev.tidings.edge.socket;

import dev.tidings.contract.problem.CloseCode;
import dev.tidings.edge.handshake.StreamRoute;
import dev.tidings.edge.handshake.StreamUpgrade;
import dev.tidings.edge.rendering.WebSocketOutlet;
import dev.tidings.edge.session.Admitted;
import dev.tidings.edge.session.Session;
import dev.tidings.edge.session.Sessions;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.EncoderException;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPingMessage;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The WebSocket way of the stream: its ends are tied to a session here. Everything runs on the connection's event loop. */
@WebSocket(path = StreamRoute.PATH, inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class StreamSocket {

    private static final Logger LOG = Logger.getLogger(StreamSocket.class);
    private static final TypedKey<Session> SESSION = new TypedKey<>("session");

    private final Sessions sessions;

    @Inject
    StreamSocket(Sessions sessions) {
        this.sessions = sessions;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        Admitted admitted = StreamUpgrade.take(connection.userData());
        WebSocketOutlet outlet = new WebSocketOutlet(admitted.socket(), connection);
        try {
            connection.userData().put(SESSION, sessions.open(admitted, outlet));
        } catch (RuntimeException e) {
            LOG.error("A session could not begin", e);
            outlet.close(CloseCode.INTERNAL);
        }
    }

    @OnTextMessage
    @NonBlocking
    void text(String message, WebSocketConnection connection) {
        receive(connection, session -> session.receive(message));
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer message, WebSocketConnection connection) {
        receive(connection, Session::receiveBinary);
    }

    @OnPingMessage
    @NonBlocking
    void ping(Buffer payload, WebSocketConnection connection) {
        receive(connection, Session::receiveControl);
    }

    @OnPongMessage
    @NonBlocking
    void pong(Buffer payload, WebSocketConnection connection) {
        receive(connection, Session::receiveControl);
    }

    /** What the transport found wrong; our own failures don't come here. */
    @OnError
    @NonBlocking
    void failed(Throwable failure, WebSocketConnection connection) {
        switch (failure) {
            case IllegalStateException overflow -> receive(connection, session -> session.end(CloseCode.TOO_BIG));
            // Whoever doesn't keep to the protocol is told so by the decoder, and is no event of our log.
            case DecoderException wrong -> LOG.debugf("Not the WebSocket protocol: %s", wrong.getMessage());
            case EncoderException late -> LOG.debugf("Written to a connection that is gone: %s", late.getMessage());
            case IOException gone -> LOG.debugf("A connection broke: %s", gone.getMessage());
            case HttpClosedException gone -> LOG.debugf("A connection is gone: %s", gone.getMessage());
            default -> LOG.warnf("A connection failed: %s", failure);
        }
    }

    /** To the connection's session, if one could begin. */
    private static void receive(WebSocketConnection connection, Consumer<Session> receiver) {
        Session session = connection.userData().get(SESSION);
        if (session == null) {
            return;
        }
        try {
            receiver.accept(session);
        } catch (RuntimeException e) {
            LOG.error("A message could not be dealt with", e);
            session.end(CloseCode.INTERNAL);
        }
    }
}
