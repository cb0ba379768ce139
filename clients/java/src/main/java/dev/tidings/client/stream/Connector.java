package dev.tidings.client.stream;

import dev.tidings.client.transport.Transport;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Opens connections, with a fresh token each. Safe for use by any thread. */
final class Connector {

    static final String PATH = "/v1/stream";

    private static final String SUBPROTOCOL = "tidings.v1";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Transport transport;
    private final URI stream;
    private final Tokens tokens;

    Connector(Transport transport, URI server, Tokens tokens) {
        this.transport = transport;
        this.tokens = tokens;
        String scheme = "https".equalsIgnoreCase(server.getScheme()) || "wss".equalsIgnoreCase(server.getScheme())
                ? "wss"
                : "ws";
        this.stream = URI.create(scheme + "://" + server.getRawAuthority() + PATH);
    }

    CompletableFuture<String> token() {
        return tokens.fetch();
    }

    /** Going on from those positions, by a call on that executor. */
    CompletableFuture<Transport.Socket> open(Positions from, Transport.Listener listener, Executor executor) {
        String resume = from.toString();
        String query = resume.isEmpty() ? "" : "?resume=" + URLEncoder.encode(resume, StandardCharsets.UTF_8);
        URI address = URI.create(stream + query);
        return token().thenComposeAsync(token -> transport.open(opening(address, token), listener), executor);
    }

    private static Transport.Opening opening(URI address, String token) {
        return new Transport.Opening(address, Map.of("authorization", "Bearer " + token), SUBPROTOCOL, TIMEOUT);
    }
}
