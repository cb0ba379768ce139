package dev.tidings.problems;

import dev.tidings.contract.problem.Problem;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Errors that never reach REST, or leave it unmapped: paths that can't be decoded, other routes' failures. Event loop.
 */
@ApplicationScoped
class OutsideRest {

    /** Among the failure handlers only the order counts, and Quarkus's own is the last. */
    private static final int BEFORE_QUARKUS = 1_000_000;

    void install(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).failureHandler(OutsideRest::answer);
        for (int status : new int[] {400, 404, 405, 406, 413, 415}) {
            router.errorHandler(status, OutsideRest::answer);
        }
    }

    private static void answer(RoutingContext context) {
        int status = context.statusCode();
        boolean ours = status < 400 || status >= 500;
        answer(
                context,
                ours
                        ? Incident.log(
                                context.request().method().name(),
                                context.request().path(),
                                context.failure())
                        : StatusCodes.refusal(status));
    }

    static void answer(RoutingContext context, ProblemException refusal) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            // Half an answer is out: only the connection's end can still say that it is not whole.
            context.request().connection().close();
            return;
        }
        response.setStatusCode(refusal.code().status());
        response.putHeader("Content-Type", Problem.MEDIA_TYPE);
        Challenge.of(refusal).ifPresent(value -> response.putHeader("WWW-Authenticate", value));
        refusal.headers().forEach(response::putHeader);
        response.end(ProblemJson.write(refusal.problem()));
    }
}
