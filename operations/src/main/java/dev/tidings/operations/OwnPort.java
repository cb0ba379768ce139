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
            own.route("/q/*").handler(management.router()::handleContext);
        }
    }
}
