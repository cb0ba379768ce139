package dev.tidings.edge.session;

import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.edge.rendering.NettySocket;
import java.util.Optional;

/** A request that passed the door: who it is, from where it goes on, and its socket. Immutable. */
public record Admitted(ConnectionToken token, Optional<ResumeString> resume, NettySocket socket) {}
