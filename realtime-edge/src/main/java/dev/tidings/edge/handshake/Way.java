package dev.tidings.edge.handshake;

import dev.tidings.contract.problem.ProblemCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/** The three ways to read the stream, and how a request asks for each. */
public enum Way {
    WEBSOCKET,
    EVENT_STREAM,
    POLL;

    static final CharSequence KEY = HttpHeaders.createOptimized("sec-websocket-key");
    static final CharSequence VERSION = HttpHeaders.createOptimized("sec-websocket-version");
    static final String WEBSOCKET_VERSION = "13";

    /** Throws a {@link Refusal} where none is asked for that there is. */
    static Way of(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            throw new Refusal(ProblemCode.METHOD_NOT_ALLOWED, "the stream is read with GET");
        }
        if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || announcesBody(request)) {
            throw new Refusal(ProblemCode.MALFORMED, "a GET without a body");
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

    private static boolean announcesBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && !length.equals("0");
    }

    private static boolean hasToken(String header, String token) {
        return header != null
                && Arrays.stream(header.split(",", -1))
                        .anyMatch(part -> part.trim().equalsIgnoreCase(token));
    }

    private static void requireHandshake(HttpServerRequest request) {
        if (!hasToken(request.getHeader(HttpHeaders.CONNECTION), "upgrade")
                || request.getHeader(KEY) == null
                || !WEBSOCKET_VERSION.equals(request.getHeader(VERSION))) {
            throw new Refusal(ProblemCode.MALFORMED, "not a WebSocket handshake of version " + WEBSOCKET_VERSION);
        }
    }
}
