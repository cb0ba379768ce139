package dev.tidings.notifications.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidings.contract.token.Scope;
import dev.tidings.notifications.access.ServiceCallers;
import dev.tidings.notifications.projection.EventTypes;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code DELETE /v1/users/{id}}: an event on the user's channel, which every view of the log then follows; reading the log
 * again brings nothing back. Event loop.
 */
@Path("/v1/users/{id}")
class DeletionResource {

    private final ServiceCallers callers;
    private final Changes changes;

    DeletionResource(ServiceCallers callers, Changes changes) {
        this.callers = callers;
        this.changes = changes;
    }

    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<String>> delete(@Context HttpHeaders headers, @PathParam("id") String id) {
        return callers.require(Scope.USERS_ADMIN, headers.getRequestHeader(HttpHeaders.AUTHORIZATION))
                .chain(caller -> changes.write(
                        InspectorResource.user(caller.app(), id),
                        EventTypes.DELETED,
                        JsonNodeFactory.instance.objectNode()))
                .map(outcome -> Saying.written(
                        outcome, outcome.visible() ? RestResponse.StatusCode.OK : RestResponse.StatusCode.ACCEPTED));
    }
}
