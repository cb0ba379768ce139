/**
 * The edge holds the sockets and tails the log, and keeps nothing else. A record's way is one walk: {@code log} ->
 * {@code delivery} -> {@code rendering} -> socket. A client's way in is {@code handshake} -> {@code session}.
 */
package dev.tidings.edge;
