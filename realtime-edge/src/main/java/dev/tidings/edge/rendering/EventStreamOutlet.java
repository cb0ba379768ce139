package dev.tidings.edge.rendering;

import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.problem.CloseCode;
import dev.tidings.edge.protocol.Messages;
import dev.tidings.edge.protocol.ServerMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Supplier;

/**
 * The rendering as server-sent events. An event carries the position of the whole connection as its id, so that a browser
 * that comes back by itself brings it along. Event-loop confined.
 */
public final class EventStreamOutlet extends SocketOutlet {

    private final HttpServerResponse response;

    private Supplier<ResumeString> position;

    public EventStreamOutlet(NettySocket socket, HttpServerResponse response) {
        super(socket);
        this.response = response;
    }

    @Override
    public void write(Rendered event) {
        ByteBuf id = EventStreamFrames.id(wire.allocator(), position.get().toString());
        write(Unpooled.wrappedBuffer(id, event.eventStream(wire.allocator())));
    }

    @Override
    public void write(SharedMessage message) {
        ByteBuf name = EventStreamFrames.name(wire.allocator(), message.type());
        write(Unpooled.wrappedBuffer(name, message.eventStream(wire.allocator())));
    }

    @Override
    public void write(ServerMessage message) {
        if (message instanceof ServerMessage.Ping) {
            write(EventStreamFrames.comment(wire.allocator()));
        } else {
            if (message instanceof ServerMessage.Draining(double retryAfter)) {
                write(EventStreamFrames.retry(wire.allocator(), (long) (retryAfter * 1_000)));
            }
            ByteBuf name = EventStreamFrames.name(wire.allocator(), message.type());
            ByteBuf data = EventStreamFrames.data(wire.allocator(), Messages.encode(message));
            write(Unpooled.wrappedBuffer(name, data));
        }
    }

    private void write(ByteBuf chunk) {
        wrote();
        wire.write(new DefaultHttpContent(chunk));
    }

    @Override
    public void follow(Supplier<ResumeString> position) {
        this.position = position;
    }

    @Override
    public String way() {
        return "event-stream";
    }

    @Override
    public boolean hears() {
        return false;
    }

    /** Its end is all that an event stream can say; the client comes back, and is told why it may not, if so. */
    @Override
    public void close(CloseCode code) {
        response.end();
        socket.abortSoon();
    }
}
