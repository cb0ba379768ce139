package dev.tidings.client.transport;

import java.io.IOException;

/** The server would not open a socket, and said why by an ordinary answer. */
public final class HandshakeRefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient Transport.Response response;

    /** By that answer. */
    public HandshakeRefusedException(Transport.Response response) {
        super("the handshake was answered by " + response.status());
        this.response = response;
    }

    /** What the server answered. */
    public Transport.Response response() {
        return response;
    }
}
