package dev.tidings.edge.handshake;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** What lets a page of another origin read an event stream or a poll, and the refusal of one. */
final class CrossOrigin {

    private static final String A_DAY = "86400";

    private CrossOrigin() {}

    static Optional<String> origin(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN));
    }

    static void allow(HttpServerResponse response, String origin) {
        response.putHeader("Access-Control-Allow-Origin", origin)
                .putHeader("Access-Control-Expose-Headers", "Retry-After")
                .putHeader(HttpHeaders.VARY, "Origin");
    }

    /** A preflight brings no token, so it can't tell the app: the request that follows is asked for its own. */
    static void answerPreflight(HttpServerResponse response, String origin) {
        allow(response, origin);
        response.putHeader("Access-Control-Allow-Methods", "GET")
                .putHeader("Access-Control-Allow-Headers", "Authorization, Last-Event-ID")
                .putHeader("Access-Control-Max-Age", A_DAY)
                .setStatusCode(204)
                .end();
    }
}
