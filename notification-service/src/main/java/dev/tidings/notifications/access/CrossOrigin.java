package dev.tidings.notifications.access;

import dev.tidings.contract.origin.OriginPolicy;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Lets pages of an app's origins use what is a user's: the feed and the preferences. What a backend calls has no business
 * in a browser. A page may read its refusals too. Event loop.
 */
@ApplicationScoped
class CrossOrigin {

    static final String ORIGIN = "Origin";

    /** Before anything that could refuse the request. */
    private static final int FIRST = -2_000;

    private static final String A_DAY = "86400";

    private final OriginPolicy origins;

    CrossOrigin(OriginPolicy origins) {
        this.origins = origins;
    }

    void install(@Observes Router router) {
        router.route("/v1/feed/*").order(FIRST).handler(this::handle);
        router.route("/v1/preferences").order(FIRST).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerResponse response = context.response().putHeader(HttpHeaders.VARY, ORIGIN);
        Optional<String> page =
                Optional.ofNullable(context.request().getHeader(ORIGIN)).filter(origins::isKnown);
        page.ifPresent(origin -> response.putHeader("Access-Control-Allow-Origin", origin)
                .putHeader("Access-Control-Expose-Headers", "ETag, Poll-Interval, Retry-After"));
        if (page.isPresent() && context.request().method().equals(HttpMethod.OPTIONS)) {
            answerPreflight(response);
        } else {
            context.next();
        }
    }

    /** It brings no token, so it can't tell the app: the request that follows is asked for its own. */
    private static void answerPreflight(HttpServerResponse response) {
        response.putHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH")
                .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match")
                .putHeader("Access-Control-Max-Age", A_DAY)
                .setStatusCode(204)
                .end();
    }
}
