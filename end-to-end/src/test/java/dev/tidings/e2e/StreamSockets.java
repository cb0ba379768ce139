package dev.tidings.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Sockets that are opened as long as that is granted, and stay. Not for use by several threads. */
public final class StreamSockets implements AutoCloseable {

    private final String edge;
    private final List<PlainSocket> sockets = new ArrayList<>();

    public StreamSockets(String edge) {
        this.edge = edge;
    }

    /** One more; nothing, where it is refused. */
    public void open(String token) {
        try {
            sockets.add(PlainSocket.connect(edge, token));
        } catch (CompletionException e) {
            // That it may be is what the caller wants to know of others.
            return;
        }
    }

    @Override
    public void close() {
        sockets.forEach(PlainSocket::close);
    }
}
