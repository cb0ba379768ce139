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
import org.jboss.resteasy.reactive.RestResponse;

/** {@code POST /v1/events}: an event of the product team's own, which is in no feed. Event loop. */
@Path(EventsResource.PATH)
class EventsResource {

    static final String PATH = "/v1/events";

    private final PublishCalls calls;

    EventsResource(PublishCalls calls) {
        this.calls = calls;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<String>> publish(@Context HttpHeaders headers, byte[] body) {
        return calls.answer(
                headers,
                Scope.EVENTS_WRITE,
                (app, key) -> calls.publishOne(app, key, PATH, body, (said, of) -> EventBody.read(said)));
    }
}
