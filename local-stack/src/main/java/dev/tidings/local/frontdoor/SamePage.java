package dev.tidings.local.frontdoor;

import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * Whether a request comes from the playground itself, and not from some other page that is open in the same browser. A
 * foreign page is told apart by its origin, can't set the header without a preflight that nobody answers, and one whose
 * name was made to point at this machine shows that name as the host.
 */
record SamePage(Set<String> hosts) {

    private static final String HEADER = "X-Tidings-Playground";

    SamePage(int port) {
        this(Set.of("localhost:" + port, "127.0.0.1:" + port));
    }

    boolean asks(HttpServerRequest request) {
        return isNamed(request)
                && ("http://" + request.getHeader("Host")).equals(request.getHeader("Origin"))
                && "yes".equals(request.getHeader(HEADER));
    }

    /** Whether it was sent to this machine by its own name. */
    boolean isNamed(HttpServerRequest request) {
        String host = request.getHeader("Host");
        return host != null && hosts.contains(host);
    }
}
