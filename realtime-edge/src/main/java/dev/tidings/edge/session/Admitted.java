package dev.tidings.edge.session;

import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.edge.rendering.NettySocket;
import java.util.Optional;

/**
 * A request that passed the door: who it is, from where it goes on, its socket, and its place among the user's
 * connections, to be given back when it ends. Immutable.
 */
public record Admitted(ConnectionToken token, Optional<ResumeString> resume, NettySocket socket, Place place) {

    /** Closing it again changes nothing. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }
}
