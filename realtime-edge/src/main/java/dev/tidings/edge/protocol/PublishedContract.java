package dev.tidings.edge.protocol;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code GET /q/asyncapi}: the AsyncAPI document of the stream, beside the OpenAPI one; where there is a management port, on
 * that. Written by hand, and held against what the edge says and hears by its tests. Immutable; served on an event loop.
 */
@Singleton
final class PublishedContract {

    private static final String PATH = "/q/asyncapi";
    private static final String DOCUMENT = "/META-INF/asyncapi.yaml";
    private static final String MEDIA_TYPE = "application/vnd.aai.asyncapi+yaml;version=3.0.0";

    private final boolean hasManagementPort;
    private final Buffer document;

    @Inject
    PublishedContract(
            @ConfigProperty(name = "quarkus.management.enabled", defaultValue = "false") boolean hasManagementPort)
            throws IOException {
        this.hasManagementPort = hasManagementPort;
        try (InputStream in = PublishedContract.class.getResourceAsStream(DOCUMENT)) {
            this.document = Buffer.buffer(in.readAllBytes());
        }
    }

    void onManagementPort(@Observes ManagementInterface management) {
        register(management.router());
    }

    void onOwnPort(@Observes Router router) {
        if (!hasManagementPort) {
            register(router);
        }
    }

    private void register(Router router) {
        router.route(HttpMethod.GET, PATH)
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                        .end(document));
    }
}
