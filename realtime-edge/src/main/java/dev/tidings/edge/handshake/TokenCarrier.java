package dev.tidings.edge.handshake;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a token may stand in a request; the first found wins. A browser's WebSocket can set nothing but the protocol. */
final class TokenCarrier {

    private static final String SCHEME = "bearer ";
    private static final String PROTOCOL = "bearer.";
    static final CharSequence PROTOCOLS = HttpHeaders.createOptimized("sec-websocket-protocol");

    private TokenCarrier() {}

    static Optional<String> find(HttpServerRequest request, MultiMap query) {
        return fromAuthorization(request)
                .or(() -> fromProtocols(request))
                .or(() -> Optional.ofNullable(query.get("token")))
                .filter(token -> !token.isEmpty());
    }

    private static Optional<String> fromAuthorization(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).trim());
    }

    private static Optional<String> fromProtocols(HttpServerRequest request) {
        return protocols(request.headers())
                .filter(protocol -> protocol.startsWith(PROTOCOL))
                .map(protocol -> protocol.substring(PROTOCOL.length()))
                .findFirst();
    }

    /** What a WebSocket's handshake offers, a token among it or not. */
    static Stream<String> protocols(MultiMap headers) {
        return headers.getAll(PROTOCOLS).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::trim);
    }
}
