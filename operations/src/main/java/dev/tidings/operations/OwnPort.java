package dev.tidings.operations;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Has what the management port answers answered on the service's own port as well, where that is wanted. Both routers are
 * known before the service listens.
 */
@Singleton
class OwnPort {

    private static final int BEFORE_OURS = -1;

    private final OperationsConfig config;
    private Router own;

    OwnPort(OperationsConfig config) {
        this.config = config;
    }

    void opens(@Observes Router router) {
        own = router;
    }

    void opens(@Observes ManagementInterface management) {
        if (config.onOwnPort()) {
            // Of no path, so that the other router sees the whole of it. Before what answers that nothing is here.
            own.route().order(BEFORE_OURS).handler(context -> {
                if (context.normalizedPath().startsWith("/q/")) {
                    management.router().handleContext(context);
                } else {
                    context.next();
                }
            });
        }
    }
}
