package dev.tidings.notifications.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.token.Scope;
import dev.tidings.notifications.EventLoop;
import dev.tidings.notifications.access.ServiceCallers;
import dev.tidings.notifications.idempotency.Erasure;
import dev.tidings.notifications.projection.EventTypes;
import dev.tidings.notifications.store.StoreFailure;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code DELETE /v1/users/{id}}: an event on the user's channel, which every view of the log then follows; reading the log
 * again brings nothing back. Event loop.
 */
@Path("/v1/users/{id}")
class DeletionResource {

    /** Then what is left is done without anybody waiting for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ServiceCallers callers;
    private final Changes changes;
    private final Erasure erasure;

    DeletionResource(ServiceCallers callers, Changes changes, Erasure erasure) {
        this.callers = callers;
        this.changes = changes;
        this.erasure = erasure;
    }

    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<String>> delete(@Context HttpHeaders headers, @PathParam("id") String id) {
        return callers.require(Scope.USERS_ADMIN, headers.getRequestHeader(HttpHeaders.AUTHORIZATION))
                .chain(caller -> delete(InspectorResource.user(caller.app(), id), id));
    }

    private Uni<RestResponse<String>> delete(AppChannel user, String id) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        return changes.write(user, EventTypes.DELETED, JsonNodeFactory.instance.objectNode())
                .chain(outcome -> (outcome.visible()
                                ? erased(user.app(), id, Duration.ofNanos(deadline - System.nanoTime()))
                                : Uni.createFrom().item(false))
                        .map(done -> Saying.written(
                                outcome, done ? RestResponse.StatusCode.OK : RestResponse.StatusCode.ACCEPTED)));
    }

    /** Where it takes longer, or the database is away, it is done a minute later. */
    private Uni<Boolean> erased(String app, String id, Duration patience) {
        return patience.isPositive()
                ? erasure.of(app, id)
                        .replaceWith(true)
                        .ifNoItem()
                        .after(patience)
                        .recoverWithItem(false)
                        .onFailure(StoreFailure.class)
                        .recoverWithItem(false)
                        .emitOn(EventLoop.current())
                : Uni.createFrom().item(false);
    }
}
