package dev.tidings.edge.handshake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.contract.origin.OriginPolicy;
import dev.tidings.contract.problem.Problem;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.edge.session.Admitted;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * {@code GET /v1/stream}: through the door, then to the way it asked for. A refusal is an HTTP status with a problem, and
 * never a socket. Everything else that is asked of this service is a problem too.
 */
@Singleton
@RegisterForReflection(targets = {Problem.class, Problem.FieldError.class})
public final class StreamRoute {

    public static final String PATH = "/v1/stream";

    private static final Logger LOG = Logger.getLogger(StreamRoute.class);
    private static final int BEFORE_THE_SOCKETS = -100;
    private static final int AFTER_ALL = Integer.MAX_VALUE;
    /** What was asked for, in the routing context of one who passed. */
    public static final String WAY = "tidings.way";

    private final Handshake handshake;
    private final OriginPolicy origins;
    private final MeterRegistry meters;
    private final ObjectMapper json;

    @Inject
    StreamRoute(Handshake handshake, OriginPolicy origins, MeterRegistry meters, ObjectMapper json) {
        this.handshake = handshake;
        this.origins = origins;
        this.meters = meters;
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_SOCKETS).failureHandler(this::fail);
        router.route(PATH).order(BEFORE_THE_SOCKETS).handler(this::handle);
        router.route()
                .order(AFTER_ALL)
                .handler(context -> refuse(context, new Refusal(ProblemCode.NOT_FOUND, "the stream is at " + PATH)));
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<String> page = CrossOrigin.origin(request).filter(origins::isKnown);
        if (request.method().equals(HttpMethod.OPTIONS) && page.isPresent()) {
            CrossOrigin.answerPreflight(context.response(), page.get());
            return;
        }
        page.ifPresent(origin -> CrossOrigin.allow(context.response(), origin));
        try {
            Way way = Way.of(request);
            request.pause();
            handshake.perform(request).onComplete(admitted -> pass(context, way, admitted), failure -> {
                request.resume();
                refuse(context, failure);
            });
        } catch (Refusal refusal) {
            request.resume();
            refuse(context, refusal);
        }
    }

    /** On to the route that serves the way: the socket's own for a WebSocket. */
    private void pass(RoutingContext context, Way way, Admitted admitted) {
        context.request().resume();
        count("admitted");
        admitted.socket().keepWhileSilent();
        admitted.socket().put(StreamUpgrade.ADMITTED, admitted);
        context.put(WAY, way);
        context.next();
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

    /** Before the framework's own, which writes the request's address to the log, and with it a token in the query. */
    private void fail(RoutingContext context) {
        if (context.response().headWritten()) {
            // Too late for a problem: whoever reads must see that it broke off, and come back with the position it has.
            context.response().reset();
            return;
        }
        boolean unreadable = context.failure() instanceof VertxException || context.statusCode() < 500;
        refuse(context, unreadable ? new Refusal(ProblemCode.MALFORMED, "not a request for here") : context.failure());
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
