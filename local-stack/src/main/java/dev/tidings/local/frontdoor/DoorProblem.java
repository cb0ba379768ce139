package dev.tidings.local.frontdoor;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ThreadLocalRandom;

/** What the front door itself has to say against a request: RFC 9457, with the contract's codes. */
record DoorProblem(int status, String code, String title) {

    static final String MEDIA_TYPE = "application/problem+json";

    static final DoorProblem NOT_FOUND = new DoorProblem(404, "not-found", "There is nothing at this path");

    static final DoorProblem METHOD_NOT_ALLOWED = new DoorProblem(405, "method-not-allowed", "This is only to be read");

    static final DoorProblem NOT_THIS_PAGE =
            new DoorProblem(403, "origin-refused", "Only the playground of this stack may do that");

    static DoorProblem unavailable(Route.Service service) {
        return new DoorProblem(service.unavailableStatus(), service.unavailableCode(), "The service does not answer");
    }

    Buffer body() {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("code", code)
                .toBuffer();
    }

    /** Seconds, spread, so that those turned away do not come back together. */
    String retryAfter() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(1, 5));
    }

    boolean isTemporary() {
        return status >= 500;
    }

    void send(HttpServerResponse response) {
        response.setStatusCode(status).putHeader("Content-Type", MEDIA_TYPE);
        if (isTemporary()) {
            response.putHeader("Retry-After", retryAfter());
        }
        response.end(body());
    }
}
