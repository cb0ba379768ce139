package dev.tidings.local.frontdoor;

import dev.tidings.local.process.StackFailure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page at {@code /} with its scripts, the state of the processes that it shows, the switch of its edges, and tokens for
 * pages of one's own that have no backend yet. Event loop; what takes a while happens on a worker.
 */
final class Playground {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String STATUS = "/playground/status";
    private static final String TOKEN = "/playground/token";
    /** Pages of this machine, whichever port they are on. */
    private static final Pattern LOCAL_PAGE = Pattern.compile("http://(localhost|127\\.0\\.0\\.1)(:[0-9]{1,5})?");

    private static final Pattern SWITCH = Pattern.compile("/playground/edges/(realtime-edge-[0-9]{1,3})/(kill|start)");
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    /** Nothing from elsewhere, nothing inline: markup in a notification could do nothing even if it were markup. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private final Map<String, Buffer> files = PlaygroundFiles.read();
    private final SamePage samePage;
    private final Vertx vertx;
    private final Backends backends;

    Playground(Vertx vertx, int port, Backends backends) {
        this.vertx = vertx;
        this.samePage = new SamePage(port);
        this.backends = backends;
    }

    void serve(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
        Matcher edge = SWITCH.matcher(request.path());
        if (edge.matches()) {
            turn(edge.group(1), edge.group(2), request);
        } else if (!READING.contains(request.method())) {
            response.putHeader("Allow", "GET, HEAD");
            DoorProblem.METHOD_NOT_ALLOWED.send(response);
        } else if (request.path().equals(STATUS)) {
            response.putHeader("Content-Type", "application/json").end(backends.statusJson());
        } else if (request.path().equals(TOKEN)) {
            token(request);
        } else {
            file(request.path().equals("/") ? "/playground/index.html" : request.path(), response);
        }
    }

    private void file(String path, HttpServerResponse response) {
        Buffer content = files.get(path);
        if (content == null) {
            DoorProblem.NOT_FOUND.send(response);
            return;
        }
        response.putHeader("Content-Type", MEDIA_TYPES.get(path.substring(path.lastIndexOf('.') + 1)))
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                // Anybody's page may load the client from here: it is no secret, and holds none.
                .putHeader("Access-Control-Allow-Origin", "*")
                .end(content);
    }

    /** Plays a product's backend, for whom any user of the demo app is signed in. Only pages of this machine can read it. */
    private void token(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (!samePage.isNamed(request)
                || (origin != null && !LOCAL_PAGE.matcher(origin).matches())) {
            DoorProblem.NOT_THIS_PAGE.send(request.response());
            return;
        }
        if (origin != null) {
            request.response().putHeader("Access-Control-Allow-Origin", origin).putHeader("Vary", "Origin");
        }
        String user = Objects.requireNonNullElse(request.getParam("user"), "");
        vertx.executeBlocking(() -> backends.connectionToken(user), false)
                .onSuccess(token -> request.response()
                        .putHeader("Content-Type", "text/plain")
                        .end(token))
                .onFailure(failure -> refuse(failure, "There is no token to be had", request.response()));
    }

    private void turn(String edge, String what, HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            request.response().putHeader("Allow", "POST");
            DoorProblem.METHOD_NOT_ALLOWED.send(request.response());
        } else if (!samePage.asks(request)) {
            DoorProblem.NOT_THIS_PAGE.send(request.response());
        } else {
            vertx.<Void>executeBlocking(
                            () -> {
                                if (what.equals("kill")) {
                                    backends.kill(edge);
                                } else {
                                    backends.start(edge);
                                }
                                return null;
                            },
                            false)
                    .onSuccess(_ -> request.response().setStatusCode(204).end())
                    .onFailure(failure -> refuse(failure, "The edge could not be switched", request.response()));
        }
    }

    /** A failure of ours has a line for whoever asked; any other is not theirs to read. */
    private static void refuse(Throwable failure, String otherwise, HttpServerResponse response) {
        String why = failure instanceof StackFailure known ? known.getMessage() : otherwise;
        new DoorProblem(409, "internal", why).send(response);
    }
}
