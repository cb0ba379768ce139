package dev.tidings.edge.handshake;

import dev.tidings.contract.problem.ProblemCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** The three ways to read the stream, and how a request asks for each. */
public enum Way {
    WEBSOCKET,
    EVENT_STREAM,
    POLL;

    private static final String WEBSOCKET_VERSION = "13";

    /** Throws a {@link Refusal} where none is asked for that there is. */
    static Way of(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            throw new Refusal(ProblemCode.METHOD_NOT_ALLOWED, "the stream is read with GET");
        }
        String upgrade = request.getHeader(HttpHeaders.UPGRADE);
        if (upgrade != null && upgrade.equalsIgnoreCase("websocket")) {
            requireHandshake(request);
            return WEBSOCKET;
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains("text/event-stream")) {
            return EVENT_STREAM;
        }
        if (accept != null && accept.contains("application/json")) {
            return POLL;
        }
        throw new Refusal(
                ProblemCode.NOT_ACCEPTABLE,
                "Upgrade: websocket, or Accept: text/event-stream, or Accept: application/json");
    }

    private static void requireHandshake(HttpServerRequest request) {
        String connection = request.getHeader(HttpHeaders.CONNECTION);
        if (connection == null
                || !connection.toLowerCase(Locale.ROOT).contains("upgrade")
                || request.getHeader("Sec-WebSocket-Key") == null
                || !WEBSOCKET_VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            throw new Refusal(ProblemCode.MALFORMED, "not a WebSocket handshake of version " + WEBSOCKET_VERSION);
        }
    }
}
