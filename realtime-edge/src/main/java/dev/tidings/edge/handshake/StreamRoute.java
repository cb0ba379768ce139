package dev.tidings.edge.handshake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.contract.problem.Problem;
import dev.tidings.contract.problem.ProblemCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * {@code GET /v1/stream}: through the door, then to the way it asked for. A refusal is an HTTP status with a problem, and
 * never a socket. Everything else that is asked of this service is a problem too.
 */
@Singleton
public final class StreamRoute {

    public static final String PATH = "/v1/stream";

    private static final Logger LOG = Logger.getLogger(StreamRoute.class);
    private static final int BEFORE_THE_SOCKETS = -100;
    private static final int AFTER_ALL = Integer.MAX_VALUE;
    private static final String WEBSOCKET_VERSION = "13";

    private final Handshake handshake;
    private final MeterRegistry meters;
    private final ObjectMapper json;

    @Inject
    StreamRoute(Handshake handshake, MeterRegistry meters, ObjectMapper json) {
        this.handshake = handshake;
        this.meters = meters;
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route(PATH).order(BEFORE_THE_SOCKETS).handler(this::handle);
        router.route()
                .order(AFTER_ALL)
                .handler(context -> refuse(context, new Refusal(ProblemCode.NOT_FOUND, "the stream is at " + PATH)));
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        try {
            requireWebSocket(request);
            request.pause();
            handshake
                    .perform(request)
                    .onComplete(
                            admitted -> {
                                request.resume();
                                count("admitted");
                                admitted.socket().put(StreamUpgrade.ADMITTED, admitted);
                                context.next();
                            },
                            failure -> {
                                request.resume();
                                refuse(context, failure);
                            });
        } catch (Refusal refusal) {
            request.resume();
            refuse(context, refusal);
        }
    }

    private static void requireWebSocket(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            throw new Refusal(ProblemCode.METHOD_NOT_ALLOWED, "GET, with an upgrade to websocket");
        }
        String upgrade = request.getHeader(HttpHeaders.UPGRADE);
        if (upgrade == null || !upgrade.equalsIgnoreCase("websocket")) {
            throw new Refusal(ProblemCode.NOT_ACCEPTABLE, "ask for it with Upgrade: websocket");
        }
        String connection = request.getHeader(HttpHeaders.CONNECTION);
        if (connection == null
                || !connection.toLowerCase(Locale.ROOT).contains("upgrade")
                || request.getHeader("Sec-WebSocket-Key") == null
                || !WEBSOCKET_VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            throw new Refusal(ProblemCode.MALFORMED, "not a WebSocket handshake of version " + WEBSOCKET_VERSION);
        }
    }

    private void refuse(RoutingContext context, Throwable failure) {
        Refusal refusal = failure instanceof Refusal known ? known : internal(failure);
        count(refusal.code().code());
        HttpServerResponse response =
                context.response().setStatusCode(refusal.code().status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        switch (refusal.code().status()) {
            case 401 ->
                response.putHeader(
                        "WWW-Authenticate",
                        refusal.code() == ProblemCode.TOKEN_MISSING ? "Bearer" : "Bearer error=\"invalid_token\"");
            case 405 -> response.putHeader(HttpHeaders.ALLOW, "GET");
            case 429, 503 -> response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(Refusal.retryAfterSeconds()));
            default -> {}
        }
        response.end(encode(Problem.of(refusal.code(), refusal.getMessage())));
    }

    private static Refusal internal(Throwable cause) {
        String id = Long.toHexString(
                java.util.concurrent.ThreadLocalRandom.current().nextLong());
        LOG.errorf(cause, "A handshake failed: %s", id);
        return new Refusal(ProblemCode.INTERNAL, "in our log it is " + id);
    }

    private String encode(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem of ours that is no JSON", e);
        }
    }

    private void count(String outcome) {
        meters.counter("tidings.edge.handshakes", "outcome", outcome).increment();
    }
}
