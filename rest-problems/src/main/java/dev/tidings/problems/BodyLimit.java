package dev.tidings.problems;

import dev.tidings.contract.problem.ProblemCode;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses a body that says it is too large before a byte of it is read, and sees to the connection afterwards. One that
 * doesn't say is cut off by {@link CountedBody} while it is read. Quarkus's own limit would answer without a problem; it
 * stays above this one as a net. Event loop.
 */
@ApplicationScoped
class BodyLimit {

    static final String KEY = BodyLimit.class.getName();

    /** Before Quarkus's own limit. */
    private static final int FIRST = -1_000;

    /** A client that is still sending can't read the answer if it is reset: so long its rest is read and dropped. */
    private static final long LINGER_MILLIS = 3_000;

    private final BodyLimits limits;

    BodyLimit(BodyLimits limits) {
        this.limits = limits;
    }

    void install(@Observes Router router) {
        router.route().order(FIRST).handler(this::check);
    }

    private void check(RoutingContext context) {
        long limit = limits.of(context.normalizedPath());
        context.put(KEY, limit);
        context.addEndHandler(ended -> {
            if (context.response().getStatusCode() == ProblemCode.TOO_LARGE.status()) {
                closeSoon(context);
            }
        });
        String declared = context.request().getHeader("Content-Length");
        if (declared != null && isOver(declared, limit)) {
            OutsideRest.answer(context, tooLarge(limit));
        } else {
            context.next();
        }
    }

    static ProblemException tooLarge(long limit) {
        return new ProblemException(ProblemCode.TOO_LARGE, "The body is larger than " + limit + " bytes.");
    }

    private static boolean isOver(String declared, long limit) {
        try {
            return Long.parseLong(declared) > limit;
        } catch (NumberFormatException e) {
            return true; // More digits than a long has; the HTTP decoder lets nothing else through.
        }
    }

    private static void closeSoon(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(0); // NO_ERROR: the answer stands, the rest need not be sent.
            return;
        }
        HttpConnection connection = request.connection();
        long timer = context.vertx().setTimer(LINGER_MILLIS, late -> connection.close());
        request.handler(dropped -> {});
        request.endHandler(end -> {
            context.vertx().cancelTimer(timer);
            connection.close();
        });
        request.resume();
    }
}
