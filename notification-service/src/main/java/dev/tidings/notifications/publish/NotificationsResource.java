package dev.tidings.notifications.publish;

import dev.tidings.contract.token.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code POST /v1/notifications} and {@code /v1/notifications:batch}. Event loop. */
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class NotificationsResource {

    static final String PATH = "/v1/notifications";

    private final PublishCalls calls;
    private final BatchCalls batches;
    private final Clock clock = Clock.systemUTC();

    NotificationsResource(PublishCalls calls, BatchCalls batches) {
        this.calls = calls;
        this.batches = batches;
    }

    @POST
    @Path("/notifications")
    public Uni<RestResponse<String>> publish(@Context HttpHeaders headers, byte[] body) {
        return calls.answer(
                headers,
                Scope.NOTIFICATIONS_WRITE,
                (app, key) -> calls.publishOne(
                        app, key, PATH, body, (said, of) -> NotificationBody.read(said, of, clock.instant())));
    }

    @POST
    @Path("/notifications:batch")
    public Uni<RestResponse<String>> publishBatch(@Context HttpHeaders headers, byte[] body) {
        return calls.answer(headers, Scope.NOTIFICATIONS_WRITE, (app, key) -> batches.publish(app, key, body));
    }
}
